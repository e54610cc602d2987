package dev.troupe.node;

import dev.troupe.settings.SettingsException;
import java.net.BindException;
import java.util.concurrent.CompletionException;

/** Why a node cannot listen, and which setting to change, if it is one of them. */
final class ListenFailure {
    private static final String NOT_HERE = "assign requested address";

    private ListenFailure() {}

    /**
     * What a start fails with.
     *
     * @param section of the settings host and port, such as troupe.http
     * @return a {@link SettingsException} that says what to choose, if one of these is the cause; else what has failed
     */
    static RuntimeException of(String section, String host, int port, Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (!(deepest instanceof BindException)) {
            return failed instanceof RuntimeException known ? known : new CompletionException(failed);
        }
        String what = "cannot listen on " + host + ":" + port + ": " + deepest.getMessage();
        return what.endsWith(NOT_HERE)
                ? SettingsException.of(section + ".host", host, what + "; choose an address of this machine")
                : SettingsException.of(section + ".port", port, what + "; choose another port, or 0 for any free one");
    }
}

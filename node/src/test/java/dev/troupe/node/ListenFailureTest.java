package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.settings.SettingsException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"troupe.http", "troupe.cluster"})
    void portInUseIsNamedWithTheHintToChooseAnother(String section) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failureOf(Map.of(section + ".port", taken.getLocalPort())))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("setting " + section + ".port = " + taken.getLocalPort())
                    .hasMessageContaining("already in use; choose another port");
        }
    }

    /** 192.0.2.1 is for documentation only, so that no machine has it. */
    @ParameterizedTest
    @ValueSource(strings = {"troupe.http", "troupe.cluster"})
    void hostOfAnotherMachineIsNamedAndNoPortIsToBlame(String section) {
        assertThat(failureOf(Map.of(section + ".host", "192.0.2.1", "troupe.accept-open-ports", "i-understand")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("setting " + section + ".host = 192.0.2.1 ")
                .hasMessageEndingWith("; choose an address of this machine");
    }

    @Test
    void whatNoSettingHasCausedStaysAsItIs() {
        RuntimeException tooFew = new IllegalStateException("cannot serve: too few files");
        assertThat(ListenFailure.of("troupe.http", "127.0.0.1", 8480, tooFew)).isSameAs(tooFew);
        RuntimeException exhausted = new IllegalStateException(new SocketException("Too many open files"));
        assertThat(ListenFailure.of("troupe.cluster", "127.0.0.1", 1, exhausted))
                .isSameAs(exhausted);
    }

    private static Throwable failureOf(Map<String, Object> settings) {
        Config given = ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(Map.of("troupe.http.port", 0, "troupe.cluster.port", 0)));
        Throwable thrown = catchThrowable(() -> TroupeNode.start(given).join());
        return thrown instanceof CompletionException wrapped ? Objects.requireNonNull(wrapped.getCause()) : thrown;
    }
}

package dev.troupe.cli.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether the words of a command line are what the user wrote. They are bytes that Java decodes before any program sees
 * them, by the locale's characters; what it cannot decode becomes U+FFFD, so that different words become the same one. Ours are
 * UTF-8 under every locale, which the launchers see to.
 */
public final class Arguments {
    private static final char NOT_DECODED = '\uFFFD';

    private Arguments() {}

    /** What is wrong with arguments that the platform has decoded; empty if nothing is. */
    public static Optional<String> complaintOfPlatform(List<String> arguments) {
        return complaint(arguments, System.getProperty("sun.jnu.encoding", ""));
    }

    /**
     * What is wrong with arguments, in one sentence that says what to do; empty if nothing is.
     *
     * @param encoding by which they were decoded
     */
    static Optional<String> complaint(List<String> arguments, String encoding) {
        boolean isUtf8 = encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name());
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            if (!isUtf8 && !argument.chars().allMatch(c -> c < 0x80)) {
                return Optional.of(
                        "argument " + (index + 1) + " is not ASCII, and Java took its bytes for '" + encoding
                                + "'; start ./troupe, or set LC_ALL to a UTF-8 locale that is installed (locale -a lists them)");
            }
            if (!isText(argument)) {
                return Optional.of(
                        "argument " + (index + 1) + " is not UTF-8, or has U+FFFD, which stands for what is not;"
                                + " write it in UTF-8; bytes of a value can come from standard input (put KEY -)");
            }
        }
        return Optional.empty();
    }

    /** Whether it is neither damaged nor impossible to encode. */
    private static boolean isText(String argument) {
        return argument.indexOf(NOT_DECODED) < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(argument);
    }
}

package dev.troupe.cli;

import dev.troupe.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One run of the command line in this process: its exit code and what it wrote. */
public record Run(int code, byte[] outBytes, String err) {

    public static Run troupe(String... arguments) {
        return withInput(new byte[0], arguments);
    }

    static Run withInput(byte[] input, String... arguments) {
        return run(input, false, arguments);
    }

    /** As if a person watched standard error. */
    public static Run onTerminal(String... arguments) {
        return run(new byte[0], true, arguments);
    }

    private static Run run(byte[] input, boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = TroupeCommand.run(Console.of(new ByteArrayInputStream(input), out, err, terminal), arguments);
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    public String out() {
        return new String(outBytes, StandardCharsets.UTF_8);
    }
}

package dev.troupe.cli.console;

import dev.troupe.cli.io.ResultStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out standard output: results only
 * @param err standard error: progress and complaints
 * @param terminal whether a person watches standard error
 */
public record Console(InputStream in, ResultStream out, PrintStream err, boolean terminal) {

    /** Of streams, each in UTF-8. */
    public static Console of(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
        PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Console(in, new ResultStream(out, failure -> complain(complaints, failure)), complaints, terminal);
    }

    /** That of this process; the launcher knows whether standard error is a terminal and says so. */
    public static Console system() {
        return of(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Boolean.getBoolean("troupe.terminal"));
    }

    /** A reader that has enough needs no word. */
    private static void complain(PrintStream err, IOException failure) {
        if (!ResultStream.isClosedPipe(failure)) {
            err.println("troupe: cannot write to standard output: " + failure.getMessage());
        }
    }
}

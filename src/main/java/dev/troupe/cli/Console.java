package dev.troupe.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
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
record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    /** That of this process; the launcher knows whether standard error is a terminal and says so. */
    static Console system() {
        return new Console(
                System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), Boolean.getBoolean("troupe.terminal"));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

package dev.troupe.node;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs one node in this process. */
public final class NodeLauncher {
    /**
     * What the command line says.
     *
     * @param conf settings file, if one was named
     * @param overrides setting paths and values that win over every file
     */
    public record Options(Optional<Path> conf, Map<String, String> overrides) {}

    private NodeLauncher() {}

    /** Runs a node until it has ended, and returns the process's exit code. */
    public static int run(Options options, PrintStream out, PrintStream err) {
        err.println("a node of " + options + " is not part of this build");
        return 1;
    }
}

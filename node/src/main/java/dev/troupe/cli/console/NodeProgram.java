package dev.troupe.cli.console;

import dev.troupe.proving.NodeMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a process of its own for a node is started: this Java, this class path, and the options that the launcher chose. */
public final class NodeProgram {
    /** The class of the command, which stands above this one. */
    static final String MAIN = "dev.troupe.cli.TroupeCommand";

    private NodeProgram() {}

    /**
     * How much a node gets that is started for something.
     *
     * @param said by an option
     * @throws Failure if there is no option and the environment says what cannot be
     */
    public static NodeMemory memory(Optional<NodeMemory> said, NodeMemory.Use use) {
        try {
            return said.orElseGet(use::memory);
        } catch (IllegalArgumentException noSize) {
            throw new Failure(ExitCode.USAGE, noSize.getMessage() + "; correct it, or give --memory");
        }
    }

    /** Everything that comes before the name of the command. */
    public static List<String> of(NodeMemory memory) {
        return of(memory, Optional.ofNullable(System.getenv("TROUPE_JAVA_OPTS")).orElse(""));
    }

    /** The same with options that the operator adds, which come last so that they win. */
    public static List<String> of(NodeMemory memory, String added) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(words(System.getProperty("troupe.node.jvm", "")));
        // A word of its own whatever is in it: the name of a file.
        Optional.ofNullable(System.getProperty("troupe.node.archive"))
                .filter(option -> !option.isEmpty())
                .ifPresent(program::add);
        program.addAll(memory.options());
        program.addAll(words(added));
        Optional.ofNullable(System.getProperty("troupe.home")).ifPresent(home -> program.add("-Dtroupe.home=" + home));
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        return program;
    }

    private static List<String> words(String options) {
        return Arrays.stream(options.split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .toList();
    }
}

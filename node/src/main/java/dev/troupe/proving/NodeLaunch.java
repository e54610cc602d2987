package dev.troupe.proving;

import java.nio.file.Path;
import java.util.List;

/**
 * How a node is started in a process of its own.
 *
 * @param name for messages, such as {@code node-1}
 * @param command the program and its arguments
 * @param log where its output goes; appended to if it exists
 */
public record NodeLaunch(String name, List<String> command, Path log) {
    /** Copies the command. */
    public NodeLaunch {
        command = List.copyOf(command);
    }
}

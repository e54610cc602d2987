package dev.troupe.cli.console;

import dev.troupe.api.CacheName;
import dev.troupe.api.Ranges;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that talks to running nodes. */
public final class NodeOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8480",
            description = "Address of a node; repeat it to name several (default: ${DEFAULT-VALUE}).")
    public List<URI> urls = List.of();

    @Option(
            names = "--cache",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The cache to use (default: ${DEFAULT-VALUE}).")
    public CacheName cache = CacheName.DEFAULT;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to wait for an answer (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the result: text or json (default: ${DEFAULT-VALUE}).")
    Output output = Output.TEXT;

    @Spec(Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    public boolean json() {
        return output == Output.JSON;
    }

    /** What the options say of nodes and waits. */
    public ClientSettings clientSettings() {
        return settings(command, urls).withAnswerTimeout(checked(timeout));
    }

    /** Settings for the nodes of {@code --url}; a mistake in the use of a command if they are not addresses. */
    public static ClientSettings settings(CommandSpec command, List<URI> urls) {
        try {
            return ClientSettings.of(urls);
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--url': " + unusable.getMessage());
        }
    }

    private Duration checked(Duration time) {
        try {
            Ranges.check("--timeout", time, ClientSettings.SHORTEST, ClientSettings.LONGEST);
            return time;
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(command.commandLine(), String.valueOf(unusable.getMessage()));
        }
    }

    /** A client of the nodes, not connected yet. */
    public RemoteCaches open() {
        return RemoteCaches.unasked(clientSettings());
    }
}

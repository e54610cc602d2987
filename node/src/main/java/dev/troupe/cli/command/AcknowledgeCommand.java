package dev.troupe.cli.command;

import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.client.RemoteCaches;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes note of lost partitions. */
@Command(
        name = "acknowledge",
        description = {
            "Takes note that partitions were lost with all their copies.",
            "Until then /ready and 'lost' in /v1/cluster/partitions say so. What was lost stays lost."
        })
public final class AcknowledgeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PARTITION",
            arity = "0..*",
            description = "Numbers of partitions (default: all that are lost).")
    List<Integer> partitions = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8480",
            description = "Address of a node; repeat it to name several (default: ${DEFAULT-VALUE}).")
    List<URI> urls = List.of();

    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public AcknowledgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RemoteCaches caches = RemoteCaches.unasked(NodeOptions.settings(command, urls))) {
            if (partitions.isEmpty()) {
                Failure.await(caches.acknowledgeLoss(OptionalInt.empty()));
                console.out().println("acknowledged");
            }
            for (int partition : partitions) {
                Failure.await(caches.acknowledgeLoss(OptionalInt.of(partition)));
                console.out().println("acknowledged " + partition);
            }
            return ExitCode.DONE;
        }
    }
}

package dev.troupe.cli.command;

import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.cli.console.Progress;
import dev.troupe.cli.console.RunningCluster;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs several nodes, each a process of its own, on this machine. */
@Command(
        name = "cluster",
        description = {
            "Runs several nodes as processes on this machine until it is told to stop (Ctrl-C or SIGTERM).",
            "Prints a line 'ready http://...' for each once the whole cluster is ready."
        })
public final class ClusterCommand implements Callable<Integer> {
    private static final int MOST_NODES = 32;
    private static final Duration WATCH = Duration.ofMillis(500);

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many (default: ${DEFAULT-VALUE}).")
    int nodes = 3;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8480",
            description =
                    "HTTP port of the first node; the others follow (default: ${DEFAULT-VALUE}; 0: any free ones).")
    int httpPort = 8480;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "17355",
            description =
                    "Cluster port of the first node; the others follow (default: ${DEFAULT-VALUE}; 0: any free ones).")
    int port = 17355;

    @Option(names = "--conf", paramLabel = "FILE", description = "A settings file for all nodes.")
    Optional<Path> conf = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory of each node's process, such as 512m or 2g (default: " + NodeMemory.VARIABLE
                    + ", else " + NodeMemory.Use.CLUSTER_MEMORY + ").")
    Optional<NodeMemory> memory = Optional.empty();

    @Option(names = "--logs", paramLabel = "DIR", description = "Where the logs go (default: a new temporary folder).")
    Optional<Path> logs = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait until all nodes are ready (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofMinutes(2);

    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public ClusterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        ClusterPlan plan = plan();
        console.err().println("starting " + nodes + " nodes; their logs are in " + plan.logs());
        try (RunningCluster running = new RunningCluster(LocalCluster.start(plan), ExitCode.DONE)) {
            serve(running);
            return ExitCode.DONE;
        }
    }

    /** Tells when the nodes are ready, and watches them until they were stopped; fails if they end by themselves. */
    private void serve(RunningCluster running) throws InterruptedException {
        try {
            List<URI> addresses = awaitReady(running.cluster());
            addresses.forEach(address -> console.out().println("ready " + address));
            if (console.out().failure().isPresent()) {
                // Nobody was told, so nobody will use them.
                return;
            }
            console.err().println("Ctrl-C stops all nodes");
            watch(running);
            if (!running.isStopping()) {
                throw new Failure(ExitCode.REFUSED, "all nodes have ended; see their logs and start the cluster again");
            }
        } catch (NodeFailedException failed) {
            if (!running.isStopping()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        failed.getMessage() + "\nall nodes were stopped; correct this and start again");
            }
        }
    }

    private List<URI> awaitReady(LocalCluster cluster) throws InterruptedException {
        try (Progress progress = Progress.of(console, "ready", nodes)) {
            return cluster.awaitReady(timeout, progress::to);
        }
    }

    private void check() {
        NodeCommand.requireReadable(conf);
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new ParameterException(command.commandLine(), "--nodes must be between 1 and " + MOST_NODES);
        }
        if (!fits(httpPort) || !fits(port)) {
            throw new ParameterException(command.commandLine(), "ports must be between 0 and 65535");
        }
    }

    private boolean fits(int first) {
        return first >= 0 && first + nodes - 1 <= 65_535;
    }

    private ClusterPlan plan() {
        List<String> arguments = new ArrayList<>();
        conf.ifPresent(file -> arguments.addAll(List.of("--conf", file.toString())));
        return new ClusterPlan(
                NodeProgram.of(NodeProgram.memory(memory, NodeMemory.Use.CLUSTER)),
                arguments,
                ClusterPlan.httpPorts(httpPort, nodes),
                ClusterPlan.clusterPorts(port, nodes),
                logs.orElseGet(ClusterCommand::newFolder));
    }

    public static Path newFolder() {
        try {
            return Files.createTempDirectory("troupe-cluster-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells of nodes that end by themselves; returns when the last one has. */
    private void watch(RunningCluster running) throws InterruptedException {
        Set<NodeProcess> ended = new HashSet<>();
        while (ended.size() < nodes) {
            for (NodeProcess node : running.cluster().nodes()) {
                OptionalInt code = node.awaitExit(WATCH.dividedBy(nodes));
                if (code.isPresent() && ended.add(node) && !running.isStopping()) {
                    console.err()
                            .println(node.name() + " has ended with exit code " + code.getAsInt() + "; see "
                                    + node.log());
                }
            }
        }
    }
}

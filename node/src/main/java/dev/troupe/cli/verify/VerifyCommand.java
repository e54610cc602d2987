package dev.troupe.cli.verify;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec.Replication;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.JsonText;
import dev.troupe.cli.console.NodeOptions;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.cli.console.Output;
import dev.troupe.cli.console.RunningCluster;
import dev.troupe.cli.console.StopHook;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.Fault;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.history.Rules;
import dev.troupe.proving.history.recording.Recording;
import dev.troupe.proving.history.recording.RecordingFile;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.network.FaultyNetwork;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the promises to the test. */
@Command(
        name = "verify",
        description = {
            "Puts the promises of a cache to the test: clients send mixed requests and record every answer, faults are",
            "injected meanwhile, and then the whole history is judged. Starts a cluster of its own on this machine,",
            "or takes running nodes (--url), to which it does nothing but send requests to keys of its own.",
            "Ends with 0 only if every promise was kept; else it names those that were broken, and the folder in which the",
            "history and the logs of the nodes are kept."
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final long MOST_REQUESTS = 2_000_000;
    private static final CacheName OWN_CACHE = new CacheName("verify");
    private static final Duration START = Duration.ofMinutes(2);

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Nodes of the cluster it starts (default: ${DEFAULT-VALUE}).")
    int nodes = 3;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            description =
                    "How long (default: ${DEFAULT-VALUE}). Each fault happens once at least, which may take longer.")
    Duration duration = Duration.ofSeconds(60);

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            description = "What to do to the nodes, one after the other: kill, pause, partition, one-way, restart.")
    List<Fault> faults = List.of();

    @Option(names = "--sync", description = "Use a sync cache: nothing that was acknowledged may be lost.")
    boolean sync;

    @Option(names = "--url", paramLabel = "URL", description = "A running node; repeat it to name several.")
    List<URI> urls = List.of();

    @Option(
            names = "--cache",
            paramLabel = "NAME",
            defaultValue = "default",
            description =
                    "The cache to use on running nodes; its entries must not be evicted (default: ${DEFAULT-VALUE}).")
    CacheName cache = CacheName.DEFAULT;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            description = "Clients, each with one request at a time (default: ${DEFAULT-VALUE}).")
    int clients = 8;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Requests a second, at most (default: ${DEFAULT-VALUE}).")
    int rate = 1000;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory of the process of each node it starts (default: " + NodeMemory.VARIABLE + ", else "
                    + NodeMemory.Use.VERIFY_MEMORY + ").")
    Optional<NodeMemory> memory = Optional.empty();

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            description =
                    "Where logs and history go (default: a new temporary folder, removed if every promise was kept).")
    Optional<Path> logs = Optional.empty();

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description = "Judges the history of an earlier run once more and does nothing else.")
    Optional<Path> recorded = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the result: text or json (default: ${DEFAULT-VALUE}).")
    Output output = Output.TEXT;

    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        if (recorded.isPresent()) {
            return print(VerifyReport.of(readAgain(recorded.get())));
        }
        Evidence evidence = Evidence.in(logs, complaint -> console.err().println("troupe: " + complaint));
        try {
            VerifyReport report = urls.isEmpty() ? onOwnCluster(evidence) : onRunningNodes(evidence);
            if (report.kept()) {
                evidence.discard();
            }
            return evidence.isWhole() ? exitCode(report) : ExitCode.REFUSED;
        } catch (Throwable failed) {
            keep(evidence);
            throw failed;
        }
    }

    private void keep(Evidence evidence) {
        evidence.keep().ifPresent(folder -> console.err().println("what is known of it is in " + folder));
    }

    /** When this process is told to end. */
    private void stop(Verification verification, Evidence evidence) {
        try {
            verification.stop();
        } finally {
            keep(evidence);
        }
    }

    private static Recording readAgain(Path file) {
        try {
            return RecordingFile.read(file);
        } catch (IOException failure) {
            throw Failure.of("cannot read the history", failure);
        }
    }

    private int print(VerifyReport report) {
        if (output == Output.JSON) {
            console.out().println(JsonText.of(report.json()));
        } else {
            report.text().forEach(console.out()::println);
        }
        return exitCode(report);
    }

    private static int exitCode(VerifyReport report) {
        return report.kept() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /** The verdict comes first: nothing that happens afterwards may hide it. */
    private void print(VerifyReport report, Evidence evidence) {
        var unused = print(report);
        report.text().forEach(evidence::tell);
    }

    private VerifyReport onRunningNodes(Evidence evidence) throws InterruptedException {
        try (RemoteCaches caches = Failure.await(RemoteCaches.connect(clientSettings(urls)))) {
            Cache<byte[], byte[]> found = caches.find(cache)
                    .orElseThrow(() -> new Failure(
                            ExitCode.REFUSED,
                            "there is no cache '" + cache + "'; choose one of GET /v1/caches with --cache"));
            boolean isSync = found.spec().replication() == Replication.SYNC;
            if (sync && !isSync) {
                throw new Failure(
                        ExitCode.REFUSED, "cache '" + cache + "' is not sync; leave --sync out or name another");
            }
            Verification verification = verification(evidence, urls.size(), isSync);
            StopHook hook = new StopHook(() -> stop(verification, evidence), ExitCode.REFUSED);
            try {
                return verification.judged(() -> verification.calm(found, duration), report -> print(report, evidence));
            } finally {
                hook.close();
            }
        }
    }

    private VerifyReport onOwnCluster(Evidence evidence) throws InterruptedException {
        ClusterPlan plan = plan(evidence);
        console.err().println("starting " + nodes + " nodes; their logs are in " + plan.logs());
        Verification verification = verification(evidence, nodes, sync);
        try (FaultyNetwork network = FaultyNetwork.open(plan.endpoints());
                RunningCluster running = new RunningCluster(
                        LocalCluster.start(plan), ExitCode.REFUSED, () -> stop(verification, evidence))) {
            LocalCluster cluster = running.cluster();
            List<URI> addresses = cluster.awaitReady(START);
            try (RemoteCaches caches = Failure.await(RemoteCaches.connect(clientSettings(addresses)))) {
                Cache<byte[], byte[]> own = caches.assumed(OWN_CACHE);
                return verification.judged(
                        () -> {
                            if (faults.isEmpty()) {
                                verification.calm(own, duration);
                            } else {
                                verification.faulty(own, duration, faults, cluster, Optional.of(network));
                            }
                        },
                        report -> print(report, evidence));
            }
        } catch (NodeFailedException failed) {
            throw new Failure(ExitCode.REFUSED, failed.getMessage() + "\nnothing was judged; all nodes were stopped");
        }
    }

    private Verification verification(Evidence evidence, int nodeCount, boolean isSync) {
        String what = String.format(
                Locale.ROOT,
                "by %d clients to %d node(s), %s%s",
                clients,
                nodeCount,
                isSync ? "sync" : "async",
                faults.isEmpty()
                        ? ""
                        : ", with " + faults.stream().map(Fault::toString).collect(Collectors.joining(", ")));
        return new Verification(console, evidence, what, size(), Rules.standard(isSync));
    }

    private Load.Size size() {
        return Load.Size.standard(clients, rate);
    }

    /** A client gives up when the promise is broken anyway. */
    private ClientSettings clientSettings(List<URI> nodes) {
        return NodeOptions.settings(command, nodes)
                .withAnswerTimeout(Rules.standard(false).answerWithin())
                .withBackOff(Duration.ofMillis(500));
    }

    private ClusterPlan plan(Evidence evidence) {
        String replication = sync ? "sync" : "async";
        return new ClusterPlan(
                        NodeProgram.of(NodeProgram.memory(memory, NodeMemory.Use.VERIFY)),
                        List.of("--set", "troupe.caches." + OWN_CACHE + ".replication=" + replication),
                        ClusterPlan.clusterPorts(0, nodes),
                        ClusterPlan.clusterPorts(0, nodes),
                        evidence.folder())
                .throughNetwork();
    }

    private void check() {
        require(nodes >= 1 && nodes <= 9, "--nodes must be between 1 and 9");
        require(clients >= 1 && clients <= 64, "--clients must be between 1 and 64");
        require(rate >= clients && rate <= 100_000, "--rate must be between the number of clients and 100000");
        require(
                rate * duration.toSeconds() <= MOST_REQUESTS,
                "--for times --rate must not exceed " + MOST_REQUESTS + ", as the whole history is judged at once");
        require(
                recorded.isEmpty() || (urls.isEmpty() && faults.isEmpty() && logs.isEmpty()),
                "--judge judges what was recorded: leave --url, --faults and --logs out");
        require(urls.isEmpty() || faults.isEmpty(), "--faults are for nodes that verify starts: leave --url out");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}

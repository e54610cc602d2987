package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.cli.TroupeCommand;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.Fault;
import dev.troupe.proving.FaultInjector;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.history.Rules;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.network.FaultyNetwork;
import dev.troupe.proving.network.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A cluster of real nodes with a network between them that can be broken, and clients at work on it. */
final class Stage implements AutoCloseable {
    static final Duration START = Duration.ofMinutes(2);

    /** How long keys may be away when a process is gone, which is proved by refused connections. */
    static final Duration AFTER_DEATH = Duration.ofSeconds(3);
    /** The same when nodes only fall silent: they are paused or cut off. */
    static final Duration AFTER_SILENCE = Duration.ofSeconds(15);
    /** The same when a node is asked to leave. */
    static final Duration WHILE_LEAVING = Duration.ofSeconds(1);
    /** The same when everybody stays, and traffic is slow. */
    static final Duration WHILE_SLOW = Duration.ofSeconds(1);

    /**
     * What is added to each of these: several nodes, their clients and the judge share two processors here, and whatever else
     * runs on them.
     */
    static final Duration ROOM = Duration.ofSeconds(3);

    private static final CacheName CACHE = new CacheName("proven");
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int CLIENTS = 6;
    private static final int REQUESTS_PER_SECOND = 400;

    private final String row;
    private final Rules rules;
    private final FaultyNetwork network;
    private final LocalCluster cluster;
    private final List<URI> addresses;
    private final RemoteCaches caches;
    private final Recorder recorder = new Recorder();
    private final Load load;

    private Stage(String row, Rules rules, ClusterPlan plan) throws InterruptedException {
        this.row = row;
        this.rules = rules;
        this.network = FaultyNetwork.open(plan.endpoints());
        this.cluster = LocalCluster.start(plan);
        try {
            print("logs in " + plan.logs());
            this.addresses = cluster.awaitReady(START);
            this.caches = RemoteCaches.unasked(ClientSettings.of(addresses)
                    .withAnswerTimeout(rules.answerWithin())
                    .withBackOff(Duration.ofMillis(500)));
            this.load = Load.start(Load.Size.standard(CLIENTS, REQUESTS_PER_SECOND), caches.assumed(CACHE), recorder);
            served();
            // What is lost in a fault must be older than what may be lost.
            goOn(WARM_UP);
        } catch (RuntimeException | InterruptedException failed) {
            cluster.close();
            network.close();
            throw failed;
        }
    }

    /** With an async cache. */
    static Stage async(String row, int nodes, String... settings) throws InterruptedException {
        return new Stage(row, Rules.standard(false), plan(nodes, "async", settings));
    }

    /** With a sync cache. */
    static Stage sync(String row, int nodes, String... settings) throws InterruptedException {
        return new Stage(row, Rules.standard(true), plan(nodes, "sync", settings));
    }

    /** Nodes behind a network, each setting as {@code path=value}. */
    static ClusterPlan plan(int nodes, String replication, String... settings) {
        List<String> all = new ArrayList<>(List.of("troupe.caches." + CACHE + ".replication=" + replication));
        all.addAll(List.of(settings));
        return direct(nodes, NodeMemory.Use.TEST_LOAD.byDefault(), all).throughNetwork();
    }

    /** Nodes with so much memory that reach each other directly. */
    static ClusterPlan direct(int nodes, NodeMemory memory, List<String> settings) {
        List<String> arguments = new ArrayList<>();
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        try {
            return new ClusterPlan(
                    program(memory),
                    arguments,
                    ClusterPlan.clusterPorts(0, nodes),
                    ClusterPlan.clusterPorts(0, nodes),
                    Files.createTempDirectory("troupe-faults-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The options are those of the launcher, but that only C1 compiles. */
    private static List<String> program(NodeMemory memory) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(memory.options());
        program.addAll(List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), TroupeCommand.class.getName()));
        return program;
    }

    FaultyNetwork network() {
        return network;
    }

    NodeProcess node(int index) {
        return cluster.node(index);
    }

    List<URI> addresses() {
        return addresses;
    }

    Cache<byte[], byte[]> cache() {
        return caches.assumed(CACHE);
    }

    Load load() {
        return load;
    }

    Link link(int from, int to) {
        return new Link(node(from).name(), node(to).name());
    }

    /** One of the usual faults with all that follows. */
    void inject(Fault fault, int index) throws InterruptedException {
        new FaultInjector(cluster, Optional.of(network), load, recorder, rules.recoverWithin(), this::print)
                .inject(fault, index);
    }

    /** Kills a node, which does not come back. */
    void kill(int index) throws InterruptedException {
        print("killing " + node(index).name());
        disturb(Kind.KILL, index, () -> {
            node(index).killForcibly();
            network.refuse(node(index).name());
        });
    }

    /** Waits until the keys of all partitions have answered, and prints how long it took. */
    void served() throws InterruptedException {
        long start = System.nanoTime();
        boolean served = load.awaitServed(rules.recoverWithin().multipliedBy(2));
        print((served ? "all keys answer after " : "some keys do not answer after ")
                + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    /** Lets the load go on for a while; fails at once if a client ends. */
    void goOn(Duration time) {
        Awaitility.await("clients at work")
                .during(time)
                .atMost(time.plus(START))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !load.hasDefect());
    }

    /** Waits until a node sees so many members and says that every partition has all its copies. */
    void awaitFullyReplicated(int index, int members) {
        Admin admin = new Admin(addresses.get(index));
        long start = System.nanoTime();
        Awaitility.await("all copies on " + members + " members")
                .atMost(START)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> admin.members() == members && admin.isFullyReplicated());
        print("fully replicated on " + members + " members after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    /** Something that a test does while clients are at work. */
    interface Doing {
        void run() throws InterruptedException;
    }

    /** Does something that counts as a disturbance of a node while it lasts. */
    void disturb(Kind kind, int index, Doing doing) throws InterruptedException {
        long start = System.nanoTime();
        doing.run();
        recorder.add(new Disturbance(kind, node(index).name(), start, System.nanoTime()));
    }

    /**
     * The same, and prints how long the keys of some partition were away at the longest.
     *
     * @param bound what is allowed on a machine with time to spare; fails beyond {@link #ROOM} more
     */
    Judgement judge(Duration bound) {
        Judgement judgement = judge();
        Duration gap = judgement.figures().longestGap();
        print("RECOVERY " + gap.toMillis() + " ms, of " + bound.toMillis() + " allowed and " + ROOM.toMillis()
                + " for a slow machine");
        assertThat(gap).as("longest time without the keys of some partition").isLessThanOrEqualTo(bound.plus(ROOM));
        return judgement;
    }

    /** Ends the load and judges what clients saw. */
    Judgement judge() {
        load.finish();
        Judgement judgement = Judge.judge(recorder.history(), rules);
        print(judgement.verdict() + ", " + judgement.figures());
        judgement.findings().stream().limit(5).forEach(finding -> print(finding.toString()));
        return judgement;
    }

    void print(String what) {
        System.out.println(row + ": " + what);
    }

    @Override
    public void close() {
        load.close();
        caches.close();
        cluster.close();
        network.close();
    }
}

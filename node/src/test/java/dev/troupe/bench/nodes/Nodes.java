package dev.troupe.bench.nodes;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.cli.console.RunningCluster;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nodes with the shipped settings and a client that talks to all of them. They end with this process, however it ends. Owned
 * by the command that started them, which closes them.
 */
final class Nodes implements AutoCloseable {
    /** Long enough for every request to end: the gateway's deadline is 5 s. */
    private static final Duration ANSWER = Duration.ofSeconds(7);

    private static final Duration BACK_OFF = Duration.ofMillis(500);
    private static final Duration START = Duration.ofMinutes(2);
    private static final int MOST_IN_FLIGHT = 20_000;
    private static final int MOST_CONNECTIONS = 64;
    private static final CacheName ASYNC = new CacheName("bench-async");
    private static final CacheName SYNC = new CacheName("bench-sync");

    private final RunningCluster running;
    private final List<URI> addresses;
    private final RemoteCaches caches;
    /** Numbers of the nodes, the one that has been a member for longest first: it holds the shard coordinator. */
    private final List<Integer> byAge;

    private Nodes(RunningCluster running, List<URI> addresses) {
        this.running = running;
        this.addresses = new ArrayList<>(addresses);
        this.caches = RemoteCaches.unasked(new ClientSettings(
                addresses, Duration.ofSeconds(2), ANSWER, BACK_OFF, MOST_IN_FLIGHT, MOST_CONNECTIONS));
        this.byAge =
                new ArrayList<>(IntStream.range(0, addresses.size()).boxed().toList());
    }

    /**
     * What a node runs in.
     *
     * @param memory of its process
     * @param options beside those of the launcher, separated by blanks
     */
    record Jvm(NodeMemory memory, String options) {}

    /**
     * Starts them and waits until all are ready and every partition has its copies.
     *
     * @param settings each as {@code path=value}
     */
    static Nodes start(int count, Jvm jvm, List<String> settings) throws InterruptedException {
        List<String> arguments = new ArrayList<>();
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of("--set", "troupe.caches." + ASYNC + ".replication=async"));
        if (settings.stream().noneMatch("troupe.copies.backups=0"::equals)) {
            arguments.addAll(List.of("--set", "troupe.caches." + SYNC + ".replication=sync"));
        }
        ClusterPlan plan = new ClusterPlan(
                program(jvm),
                arguments,
                ClusterPlan.clusterPorts(0, count),
                // Of members that become Up at once the one with the lowest address counts as the oldest.
                ClusterPlan.clusterPorts(0, count).stream().sorted().toList(),
                newFolder());
        System.err.println("starting " + count + " nodes; their logs are in " + plan.logs());
        RunningCluster running = new RunningCluster(LocalCluster.start(plan), 1);
        try {
            Nodes nodes = new Nodes(running, running.cluster().awaitReady(START));
            nodes.awaitReplicated();
            return nodes;
        } catch (RuntimeException | InterruptedException failed) {
            running.close();
            throw failed;
        }
    }

    /** The options are those of the launcher. */
    private static List<String> program(Jvm jvm) {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors() - 1);
        return NodeProgram.of(
                jvm.memory(),
                "-XX:+UseG1GC -XX:+ExitOnOutOfMemoryError" + " -Djava.util.concurrent.ForkJoinPool.common.parallelism="
                        + threads + " " + jvm.options());
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("troupe-bench-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A cache on them. */
    Cache<byte[], byte[]> cache(boolean sync) {
        return caches.assumed(name(sync));
    }

    /** The name of that cache. */
    static CacheName name(boolean sync) {
        return sync ? SYNC : ASYNC;
    }

    List<URI> addresses() {
        return List.copyOf(addresses);
    }

    int size() {
        return addresses.size();
    }

    NodeProcess node(int index) {
        return running.cluster().node(index);
    }

    /** The node that has been a member for so many others' time, 0 for the oldest. */
    int ofAge(int rank) {
        return byAge.get(rank);
    }

    /** Starts a node again that has ended, and waits until it is ready. */
    void restart(int index) throws InterruptedException {
        var unused = running.cluster().restart(index).awaitReady(START);
        byAge.remove(Integer.valueOf(index));
        byAge.add(index);
    }

    /** Starts one more and waits until it is ready; the client does not talk to it. */
    void add() throws InterruptedException {
        addresses.add(running.cluster().add().awaitReady(START));
        byAge.add(byAge.size());
    }

    /** How partitions stand, as the first node tells that is there. */
    PartitionState partitions() throws InterruptedException {
        for (int index = 0; index < addresses.size(); index++) {
            if (node(index).isAlive()) {
                return PartitionState.ask(addresses.get(index));
            }
        }
        throw new IllegalStateException("no node is left");
    }

    /** Waits until every partition has all its copies; returns the milliseconds that took. */
    long awaitReplicated() throws InterruptedException {
        return new Settling(this).awaitReplicated();
    }

    /** Waits until partitions have had their copies and kept their owners for a while; returns when that began. */
    long awaitAtRest(int owners) throws InterruptedException {
        return new Settling(this).awaitAtRest(owners);
    }

    @Override
    public void close() {
        caches.close();
        running.close();
    }
}

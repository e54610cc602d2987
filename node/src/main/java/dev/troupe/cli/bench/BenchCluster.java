package dev.troupe.cli.bench;

import dev.troupe.api.Cache;
import dev.troupe.api.ClusterView;
import dev.troupe.api.Codec;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.cli.console.RunningCluster;
import dev.troupe.extension.Troupe;
import dev.troupe.node.EmbeddedSystem;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Two members: a node that is a process of its own, and one that is embedded in this JVM. Owned by the bench command, who closes it;
 * what they hold is thrown away then, so neither says goodbye to the other.
 */
final class BenchCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;
    private static final long END_SECONDS = 30;

    private final RunningCluster other;
    private final ActorSystem<Void> system;
    private final Troupe troupe;

    private BenchCluster(RunningCluster other, ActorSystem<Void> system) {
        this.other = other;
        this.system = system;
        this.troupe = Troupe.get(system);
    }

    /**
     * Starts both and waits until all partitions have their owners and copies.
     *
     * @param memory of the other node
     * @throws dev.troupe.proving.NodeFailedException if that node ends, or if it takes longer than two minutes
     */
    static BenchCluster start(int backups, NodeMemory memory, Path logs) throws InterruptedException {
        List<Integer> ports = ClusterPlan.clusterPorts(0, 2);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("troupe.cluster.planned-nodes", "2");
        settings.put("troupe.copies.backups", String.valueOf(backups));
        RunningCluster other = new RunningCluster(
                LocalCluster.start(new ClusterPlan(
                        NodeProgram.of(memory), arguments(settings), List.of(0), ports.subList(0, 1), logs)),
                ExitCode.REFUSED);
        settings.put("troupe.cluster.port", ports.get(1).toString());
        settings.put("troupe.cluster.seeds.0", "127.0.0.1:" + ports.get(0));
        settings.put("pekko.loglevel", "WARNING");
        settings.put("pekko.coordinated-shutdown.run-by-actor-system-terminate", "off");
        settings.put("pekko.cluster.run-coordinated-shutdown-when-down", "off");
        BenchCluster cluster = new BenchCluster(other, system(other, settings));
        try {
            cluster.awaitReady();
            return cluster;
        } catch (InterruptedException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private static ActorSystem<Void> system(RunningCluster other, Map<String, String> settings) {
        try {
            return EmbeddedSystem.join(settings);
        } catch (RuntimeException failure) {
            other.close();
            throw failure;
        }
    }

    private static List<String> arguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .flatMap(setting -> List.of("--set", setting.getKey() + "=" + setting.getValue()).stream())
                .toList();
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        var unused = other.cluster().awaitReady(START);
        troupe.ready()
                .toCompletableFuture()
                .orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                .join();
        while (!troupe.cluster().partitions().toCompletableFuture().join().fullyReplicated()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "the partitions had not all their copies within " + START.toSeconds() + " s; try again");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The default cache, as the embedding application sees it. */
    Cache<String, byte[]> cache() {
        return troupe.cache("default", Codec.UTF8, Codec.BYTES);
    }

    /** Whether the owner of a key is in this JVM. */
    boolean isLocal(String key) {
        ClusterView view = troupe.cluster();
        return view.locate(Codec.UTF8.encode(key))
                .owner()
                .map(view.members().self()::equals)
                .orElse(false);
    }

    /** Processor time that both JVMs have used so far, in nanoseconds; 0 where the system does not tell. */
    long cpuNanos() {
        return Stream.of(ProcessHandle.current().info(), other.cluster().node(0).info())
                .mapToLong(process ->
                        process.totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    @Override
    public void close() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        system.getWhenTerminated().whenCompleteAsync((done, failed) -> ended.complete(null), Runnable::run);
        try {
            system.terminate();
            other.cluster().node(0).killForcibly();
            var unused = ended.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // Nothing is kept there, and it ends with the process.
        } finally {
            other.close();
        }
    }
}

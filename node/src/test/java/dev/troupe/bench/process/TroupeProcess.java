package dev.troupe.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.RunningCluster;
import dev.troupe.node.Http;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;

/** One node as the launcher starts it, filled over HTTP. */
final class TroupeProcess implements FilledProcess {
    /** Long enough for the launcher to build. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final int CONNECTIONS = 16;

    private final NodeMemory memory;
    private final RunningCluster running;
    private final URI address;
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private long refused;

    private TroupeProcess(NodeMemory memory, RunningCluster running, URI address) {
        this.memory = memory;
        this.running = running;
        this.address = address;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param logs folder of its log
     */
    static TroupeProcess start(Path launcher, NodeMemory memory, Path logs) throws InterruptedException {
        List<String> program = List.of(
                "env",
                NodeMemory.VARIABLE + "=" + memory,
                launcher.toAbsolutePath().toString());
        ClusterPlan plan = ClusterPlan.onFreePorts(1, program, List.of(), logs);
        RunningCluster running = new RunningCluster(LocalCluster.start(plan), ExitCode.REFUSED);
        try {
            return new TroupeProcess(
                    memory, running, running.cluster().awaitReady(START).get(0));
        } catch (RuntimeException | InterruptedException failed) {
            running.close();
            throw failed;
        }
    }

    @Override
    public String title() {
        return "Troupe";
    }

    @Override
    public String limit() {
        return NodeMemory.VARIABLE + "=" + memory;
    }

    @Override
    public long pid() {
        return node().pid();
    }

    private NodeProcess node() {
        return running.cluster().node(0);
    }

    /** A part of them on each connection. */
    @Override
    public void put(Row row, long first, long end) throws InterruptedException {
        long part = (end - first + CONNECTIONS - 1) / CONNECTIONS;
        List<Future<Long>> parts = new ArrayList<>();
        for (long from = first; from < end; from += part) {
            long begin = from;
            parts.add(threads.submit(() -> putPart(row, begin, Math.min(end, begin + part))));
        }
        try {
            for (Future<Long> done : parts) {
                refused += done.get();
            }
        } catch (ExecutionException failed) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "filling the node with " + row + " failed: " + failed.getCause() + "; see " + node().log());
        }
    }

    private long putPart(Row row, long first, long end) throws IOException, InterruptedException {
        try (HttpPuts puts = new HttpPuts(address)) {
            return puts.put(row, first, end);
        }
    }

    /** The sum over the partitions. */
    @Override
    public long entries() throws IOException, InterruptedException {
        JsonNode table = new ObjectMapper()
                .readTree(Http.get(address, "/v1/cluster/partitions").body());
        return StreamSupport.stream(table.path("partitions").spliterator(), false)
                .mapToLong(partition -> partition.path("entries").asLong())
                .sum();
    }

    /** The partition table may be a second old. */
    @Override
    public long settleMillis() {
        return 2_000;
    }

    @Override
    public void close() {
        if (refused > 0) {
            System.err.println(title() + " refused " + refused + " puts, which were put again");
        }
        threads.shutdownNow();
        running.close();
    }
}

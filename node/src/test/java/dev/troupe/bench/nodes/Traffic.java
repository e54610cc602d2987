package dev.troupe.bench.nodes;

import dev.troupe.api.Cache;
import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.load.Probes;
import java.time.Duration;

/** Mixed requests through all nodes, and beside them a write and a read to every partition in turn. */
final class Traffic implements AutoCloseable {
    private static final Duration SERVED = Duration.ofMinutes(1);
    private static final int CLIENTS = 8;
    private static final int PROBES_OF_FOUR = 3;

    private final Recorder recorder = new Recorder();
    private final long startNanos = System.nanoTime();
    private final Load load;
    private final Probes probes;

    private Traffic(Cache<byte[], byte[]> cache, int partitions, int requestsPerSecond) {
        int probed = Math.max(1, requestsPerSecond * PROBES_OF_FOUR / 4);
        this.load =
                Load.start(Load.Size.standard(CLIENTS, Math.max(CLIENTS, requestsPerSecond - probed)), cache, recorder);
        this.probes = Probes.start(partitions, probed, cache, recorder);
    }

    /** Starts it, once every partition answers. */
    static Traffic start(Nodes nodes, boolean sync, int requestsPerSecond) throws InterruptedException {
        int partitions = nodes.partitions().owners().size();
        Traffic traffic = new Traffic(nodes.cache(sync), partitions, requestsPerSecond);
        traffic.awaitServed(System.nanoTime());
        return traffic;
    }

    /** From its start until now. */
    Period untilNow() {
        return new Period(startNanos, System.nanoTime());
    }

    /** Asks every partition at once. */
    void hurry() {
        probes.hurry();
    }

    /** Records what was done to a node. */
    void disturbed(Kind kind, String node, long startNanos) {
        recorder.add(new Disturbance(kind, node, startNanos, System.nanoTime()));
    }

    /** Waits until every partition has answered a write and a read since a moment; returns the milliseconds that took. */
    long awaitServed(long sinceNanos) throws InterruptedException {
        if (!probes.awaitServed(sinceNanos, SERVED)) {
            throw new IllegalStateException(
                    probes.unserved(sinceNanos) + " writes or reads of partitions have no answer after "
                            + SERVED.toSeconds() + " s: see the logs of the nodes");
        }
        return (System.nanoTime() - sinceNanos) / 1_000_000;
    }

    /** Ends it, reads every key once more, and tells all. */
    History finish() throws InterruptedException {
        load.finish();
        probes.finish();
        return recorder.history();
    }

    @Override
    public void close() {
        load.close();
        probes.close();
    }
}

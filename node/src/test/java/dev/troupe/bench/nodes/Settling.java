package dev.troupe.bench.nodes;

import java.time.Duration;
import java.util.List;

/** Waits for partitions to come to rest, and says on standard error how long it has been. */
final class Settling {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;

    private final Nodes nodes;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos;

    Settling(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Waits until every partition has all its copies; returns the milliseconds that took. */
    long awaitReplicated() throws InterruptedException {
        while (!nodes.partitions().fullyReplicated()) {
            pause("waiting for copies");
        }
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /**
     * Waits until so many nodes own partitions and for 5 s no owner changes and no copy is missing; returns the moment in
     * which that began.
     */
    long awaitAtRest(int owners) throws InterruptedException {
        List<String> before = List.of();
        long restNanos = System.nanoTime();
        while (System.nanoTime() - restNanos < REST.toNanos()) {
            PartitionState state = nodes.partitions();
            if (!state.fullyReplicated()
                    || state.ownerCount() != owners
                    || !state.owners().equals(before)) {
                before = state.owners();
                restNanos = System.nanoTime();
            }
            pause("waiting for partitions to move");
        }
        return restNanos;
    }

    private void pause(String what) throws InterruptedException {
        long nowNanos = System.nanoTime();
        if (nowNanos - startNanos > LONGEST.toNanos()) {
            throw new IllegalStateException(
                    what + " took longer than " + LONGEST.toMinutes() + " minutes: see the logs of the nodes");
        }
        if (nowNanos - toldNanos > BETWEEN_LINES.toNanos()) {
            toldNanos = nowNanos;
            System.err.println(what + " for " + (nowNanos - startNanos) / 1_000_000_000 + " s");
        }
        Thread.sleep(POLL_MILLIS);
    }
}

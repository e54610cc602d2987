package dev.troupe.proving;

import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.load.Load;
import dev.troupe.proving.network.FaultyNetwork;
import dev.troupe.proving.network.Link;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Does things to the nodes of a local cluster under load, waits until the keys of every partition answer again, brings back
 * what is gone, and records when it was. Used by one thread.
 */
public final class FaultInjector {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** Long enough for the split-brain strategy to decide: to notice 5 s, to be sure 7 s, to remove 1 s. */
    private static final Duration LONGEST_CUT = Duration.ofSeconds(25);

    private static final Duration LAST_WORDS = Duration.ofSeconds(8);
    private static final Duration LEAVE = Duration.ofSeconds(95);
    private static final Duration START = Duration.ofSeconds(90);

    private final LocalCluster cluster;
    private final Optional<FaultyNetwork> network;
    private final Load load;
    private final Recorder recorder;
    private final Duration recoverWithin;
    private final Consumer<String> told;

    /**
     * An injector for a cluster under a load.
     *
     * @param network between the nodes; faults that cut need one
     * @param recoverWithin how long to wait for keys before a dead node is started again
     * @param told gets a line for everything that is done
     */
    public FaultInjector(
            LocalCluster cluster,
            Optional<FaultyNetwork> network,
            Load load,
            Recorder recorder,
            Duration recoverWithin,
            Consumer<String> told) {
        this.cluster = cluster;
        this.network = network;
        this.load = load;
        this.recorder = recorder;
        this.recoverWithin = recoverWithin;
        this.told = told;
    }

    /**
     * Does it, and returns when all nodes are there again.
     *
     * @param index of the node, from 0
     * @throws NodeFailedException if a node does not come back
     */
    public void inject(Fault fault, int index) throws InterruptedException {
        NodeProcess node = cluster.node(index);
        switch (fault) {
            case KILL -> kill(node);
            case PAUSE -> pause(node);
            case PARTITION -> cut(node, "cutting off " + node.name(), it -> it.isolate(node.name()));
            case ONE_WAY ->
                cut(
                        node,
                        "cutting off all that " + node.name() + " sends",
                        it -> cluster.nodes().stream()
                                .filter(other -> other != node)
                                .forEach(other -> it.cut(new Link(node.name(), other.name()))));
            case RESTART -> leave(node);
        }
        awaitServed();
        bringBack();
    }

    private void kill(NodeProcess node) throws InterruptedException {
        told.accept("killing " + node.name());
        long start = System.nanoTime();
        node.killForcibly();
        record(Kind.KILL, node, start);
        gone(node);
    }

    private void pause(NodeProcess node) throws InterruptedException {
        told.accept("pausing " + node.name() + " for " + PAUSE.toSeconds() + " s");
        long start = System.nanoTime();
        node.pause();
        var unused = node.awaitExit(PAUSE);
        node.resume();
        record(Kind.PAUSE, node, start);
    }

    private void cut(NodeProcess node, String what, Consumer<FaultyNetwork> how) throws InterruptedException {
        told.accept(what);
        FaultyNetwork between = network.orElseThrow();
        long start = System.nanoTime();
        how.accept(between);
        boolean ended = node.awaitExit(LONGEST_CUT).isPresent();
        between.mendAll();
        record(Kind.CUT, node, start);
        told.accept(
                (ended ? node.name() + " has given up" : "the cut is mended") + " after " + millisSince(start) + " ms");
        // A node that others have removed meanwhile ends when it hears of it.
        if (node.awaitExit(LAST_WORDS).isPresent()) {
            gone(node);
        }
    }

    private void leave(NodeProcess node) throws InterruptedException {
        told.accept("asking " + node.name() + " to leave");
        long start = System.nanoTime();
        node.terminate();
        OptionalInt code = node.awaitExit(LEAVE);
        record(Kind.LEAVE, node, start);
        if (code.isEmpty()) {
            throw node.failure("did not leave within " + LEAVE.toSeconds() + " s");
        }
        told.accept(node.name() + " has left after " + millisSince(start) + " ms with exit code " + code.getAsInt());
        gone(node);
    }

    private void awaitServed() throws InterruptedException {
        long start = System.nanoTime();
        told.accept(
                load.awaitServed(recoverWithin)
                        ? "the keys of all partitions answer, " + millisSince(start) + " ms later"
                        : "the keys of some partitions do not answer after " + recoverWithin.toSeconds() + " s");
    }

    /** Starts again whatever has ended, whether it was meant to or not. */
    private void bringBack() throws InterruptedException {
        for (int index = 0; index < cluster.nodes().size(); index++) {
            NodeProcess node = cluster.node(index);
            if (!node.isAlive()) {
                told.accept("starting " + node.name() + " again");
                network.ifPresent(between -> between.accept(node.name()));
                start(index, node);
                told.accept(node.name() + " is ready");
            }
        }
    }

    /** One that fails took processors from the others, too. */
    private void start(int index, NodeProcess node) throws InterruptedException {
        long start = System.nanoTime();
        try {
            var unused = cluster.restart(index).awaitReady(START);
        } finally {
            record(Kind.START, node, start);
        }
    }

    /** A process that is gone refuses connections, and so must its front. */
    private void gone(NodeProcess node) {
        network.ifPresent(between -> between.refuse(node.name()));
    }

    private void record(Kind kind, NodeProcess node, long startNanos) {
        recorder.add(new Disturbance(kind, node.name(), startNanos, System.nanoTime()));
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}

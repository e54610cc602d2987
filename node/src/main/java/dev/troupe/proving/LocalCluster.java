package dev.troupe.proving;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The nodes of a cluster as processes on this machine. Not safe for use by several threads, but {@link #close} may come
 * from another (a shutdown hook). Owned by whoever started it, who closes it.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration SLICE = Duration.ofMillis(50);

    private ClusterPlan plan;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private boolean closed;

    private LocalCluster(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Starts all nodes and returns at once. */
    public static LocalCluster start(ClusterPlan plan) {
        LocalCluster cluster = new LocalCluster(plan);
        try {
            for (int index = 0; index < plan.size(); index++) {
                cluster.nodes.add(NodeProcess.start(plan.firstStart(index)));
            }
            return cluster;
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /** What is told while a cluster starts. */
    public interface Progress {
        /** So many of the nodes have said that they are ready. */
        void ready(int nodes);
    }

    /** Like {@link #awaitReady(Duration, Progress)}, quietly. */
    public List<URI> awaitReady(Duration timeout) throws InterruptedException {
        return awaitReady(timeout, ready -> {});
    }

    /**
     * Waits until every node has printed its ready line.
     *
     * @return where they serve HTTP, in order
     * @throws NodeFailedException if one ended, or if the time-out passed; the others keep running
     */
    public List<URI> awaitReady(Duration timeout, Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int before = -1;
        while (true) {
            List<NodeProcess> all = nodes();
            failIfOneEnded(all);
            List<NodeProcess> waiting =
                    all.stream().filter(node -> node.readyAddress().isEmpty()).toList();
            int ready = all.size() - waiting.size();
            if (ready != before) {
                progress.ready(ready);
                before = ready;
            }
            if (waiting.isEmpty()) {
                return all.stream()
                        .map(node -> node.readyAddress().orElseThrow())
                        .toList();
            }
            if (System.nanoTime() - deadline >= 0) {
                throw waiting.get(0).failure("was not ready within " + timeout.toSeconds() + " s");
            }
            var unused = waiting.get(0).awaitExit(SLICE);
        }
    }

    private static void failIfOneEnded(List<NodeProcess> nodes) throws InterruptedException {
        for (NodeProcess node : nodes) {
            OptionalInt code = node.awaitExit(Duration.ZERO);
            if (code.isPresent()) {
                throw node.failure("ended with exit code " + code.getAsInt() + " while the cluster was starting");
            }
        }
    }

    /**
     * A node.
     *
     * @param index from 0
     */
    public synchronized NodeProcess node(int index) {
        return nodes.get(index);
    }

    /** All nodes, ended ones included. */
    public synchronized List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * Starts a node that has ended again, on its old cluster port, as a member of what the others form.
     *
     * @param index from 0
     */
    public synchronized NodeProcess restart(int index) {
        if (closed || nodes.get(index).isAlive()) {
            throw new IllegalStateException(nodes.get(index).name() + " is still running, or the cluster was closed");
        }
        NodeProcess started = NodeProcess.start(plan.restart(index));
        nodes.set(index, started);
        return started;
    }

    /** Starts one more node, which joins what the others form; there must be no network between them. */
    public synchronized NodeProcess add() {
        if (closed) {
            throw new IllegalStateException("the cluster was closed");
        }
        plan = plan.withNewcomer();
        NodeProcess started = NodeProcess.start(plan.restart(nodes.size()));
        nodes.add(started);
        return started;
    }

    /** Ends all nodes: asks them all, waits 20 s together, then kills what is left. */
    @Override
    public synchronized void close() {
        closed = true;
        nodes.forEach(NodeProcess::terminate);
        long deadline = System.nanoTime() + GRACE.toNanos();
        nodes.forEach(node -> node.awaitEnd(deadline));
    }
}

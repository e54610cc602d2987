package dev.troupe.client;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes turns among the nodes and leaves out those that refused, are leaving or are not ready until their back-off is
 * over; when all are left out, the one whose back-off ends first is tried. Owned by {@link HttpCalls}; safe for use by
 * many threads.
 */
final class NodePicker {
    /** A node and what was last seen of it. The times are read and written under the picker's lock. */
    static final class Node {
        final URI origin;
        private long avoidUntilNanos;
        private long probeAtNanos;
        private boolean silent;

        Node(URI origin, long nowNanos, long probeEveryNanos) {
            this.origin = origin;
            this.avoidUntilNanos = nowNanos;
            this.probeAtNanos = nowNanos + probeEveryNanos;
        }
    }

    private static final int SILENT_BACK_OFFS = 20;

    private final List<Node> nodes;
    private final long backOffNanos;
    private int turn;

    NodePicker(List<URI> origins, long backOffNanos, long nowNanos) {
        this.nodes = origins.stream()
                .map(origin -> new Node(origin, nowNanos, backOffNanos))
                .toList();
        this.backOffNanos = backOffNanos;
    }

    /**
     * The node whose turn it is.
     *
     * @param tried nodes that this call has already been refused by; must leave at least one
     */
    synchronized Node next(Set<Node> tried, long nowNanos) {
        turn = (turn + 1) % nodes.size();
        Node soonest = null;
        for (int step = 0; step < nodes.size(); step++) {
            Node node = nodes.get((turn + step) % nodes.size());
            if (tried.contains(node)) {
                continue;
            }
            if (node.avoidUntilNanos - nowNanos <= 0) {
                return node;
            }
            if (soonest == null || node.avoidUntilNanos - soonest.avoidUntilNanos < 0) {
                soonest = node;
            }
        }
        if (soonest == null) {
            throw new IllegalArgumentException("every node was tried already");
        }
        return soonest;
    }

    /** Leaves a node out for one back-off from now. */
    synchronized void avoid(Node node, long nowNanos) {
        node.avoidUntilNanos = nowNanos + backOffNanos;
    }

    /** Leaves out a node that did not answer in time, until it answers a probe or twenty back-offs have passed. */
    synchronized void suspect(Node node, long nowNanos) {
        node.silent = true;
        node.avoidUntilNanos = nowNanos + SILENT_BACK_OFFS * backOffNanos;
    }

    /** Takes a node that had not answered back in, as it answers now. */
    synchronized void trust(Node node, long nowNanos) {
        if (node.silent) {
            node.silent = false;
            node.avoidUntilNanos = nowNanos;
        }
    }

    /** The nodes whose readiness should be asked for now; each is due again one back-off later. */
    synchronized List<Node> dueForProbe(long nowNanos) {
        List<Node> due =
                nodes.stream().filter(node -> node.probeAtNanos - nowNanos <= 0).toList();
        due.forEach(node -> node.probeAtNanos = nowNanos + backOffNanos);
        return due;
    }

    /** How many nodes there are. */
    int size() {
        return nodes.size();
    }

    /** Their addresses, for messages. */
    Stream<URI> origins() {
        return nodes.stream().map(node -> node.origin);
    }
}

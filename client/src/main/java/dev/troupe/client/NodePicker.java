package dev.troupe.client;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes turns among the nodes and leaves out those that refused, are silent, are leaving or are not ready until they say that they are: a
 * node that has just started takes connections long before it answers on them. When all are left out, the one that is to be tried first is, and those whose time for
 * that has come take turns. With each node only so many exchanges are under way at a time: every one beyond those that go on would open one more connection, and a node that is slow for a moment would be buried
 * under them. Owned by {@link HttpCalls}; safe for use by many threads.
 */
final class NodePicker {
    /** A node and what was last seen of it. The times are read and written under the picker's lock. */
    static final class Node {
        final URI origin;
        private boolean leftOut;
        private long leftOutAtNanos;
        private long notBeforeNanos;
        private long probeAtNanos;
        private int exchanges;

        Node(URI origin, long nowNanos, long probeEveryNanos) {
            this.origin = origin;
            this.leftOutAtNanos = nowNanos;
            this.notBeforeNanos = nowNanos;
            this.probeAtNanos = nowNanos + probeEveryNanos;
        }

        /** The lower, the sooner it is picked. */
        private long rank(long nowNanos) {
            return leftOut ? 1 + Math.max(0, notBeforeNanos - nowNanos) : 0;
        }
    }

    private static final int SILENT_BACK_OFFS = 20;
    private static final int AVOIDED_BACK_OFFS = 2;

    private final List<Node> nodes;
    private final long backOffNanos;
    private final int maxExchanges;
    private final Deque<NodeAttempt> waiting = new ArrayDeque<>();
    private int turn;

    NodePicker(ClientSettings settings, long nowNanos) {
        this.backOffNanos = settings.backOff().toNanos();
        this.maxExchanges = settings.maxConnections();
        this.nodes = settings.nodes().stream()
                .map(origin -> new Node(origin, nowNanos, backOffNanos))
                .toList();
    }

    /**
     * The node whose turn it is, for one exchange, after which it is to be {@linkplain #release released}. If those that may be
     * asked are all busy, the attempt waits here until a {@linkplain #release release} hands it a node.
     *
     * @param attempt whose call was not refused by every node yet
     */
    synchronized Optional<Node> next(NodeAttempt attempt, long nowNanos) {
        List<Node> left =
                nodes.stream().filter(node -> !attempt.tried().contains(node)).toList();
        if (left.isEmpty()) {
            throw new IllegalArgumentException("every node was tried already");
        }
        turn = (turn + 1) % nodes.size();
        long lowest = left.stream().mapToLong(node -> node.rank(nowNanos)).min().orElseThrow();
        for (int step = 0; step < nodes.size(); step++) {
            Node node = nodes.get((turn + step) % nodes.size());
            if (left.contains(node) && node.rank(nowNanos) == lowest && node.exchanges < maxExchanges) {
                node.exchanges++;
                return Optional.of(node);
            }
        }
        waiting.addLast(attempt);
        return Optional.empty();
    }

    /**
     * An exchange has ended: its place goes to the attempt that has waited longest and has not tried this node, which waits no more, or is
     * free if there is none.
     */
    synchronized Optional<NodeAttempt> release(Node node) {
        for (Iterator<NodeAttempt> rest = waiting.iterator(); rest.hasNext(); ) {
            NodeAttempt attempt = rest.next();
            if (!attempt.tried().contains(node)) {
                rest.remove();
                return Optional.of(attempt);
            }
        }
        node.exchanges--;
        return Optional.empty();
    }

    /** Leaves out a node that refused, is leaving or is not ready; where all are left out it is tried after two back-offs. */
    synchronized void avoid(Node node, long nowNanos) {
        leaveOut(node, nowNanos, AVOIDED_BACK_OFFS);
    }

    /** Leaves out a node that did not answer in time; where all are left out it is tried after twenty back-offs. */
    synchronized void suspect(Node node, long nowNanos) {
        leaveOut(node, nowNanos, SILENT_BACK_OFFS);
    }

    private void leaveOut(Node node, long nowNanos, int backOffs) {
        node.leftOut = true;
        node.leftOutAtNanos = nowNanos;
        node.notBeforeNanos = nowNanos + backOffs * backOffNanos;
    }

    /** Takes a node back in that says it is ready, if it was asked after what it was left out for. */
    synchronized void trust(Node node, long askedNanos) {
        if (askedNanos - node.leftOutAtNanos > 0) {
            node.leftOut = false;
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

package dev.troupe.cluster;

import dev.troupe.placement.StorageNode;
import java.util.Collection;
import java.util.List;

/** Members made up for tests. */
final class Members {
    private Members() {}

    /** One that holds partitions. */
    static Node storage(String address, long uid) {
        return new Node(
                address, uid, true, Node.Status.UP, true, Node.NEVER, false, false, 1, "zone", "host-of-" + address);
    }

    /** One that only routes. */
    static Node gateway(String address) {
        return new Node(address, 1, false, Node.Status.UP, true, Node.NEVER, false, false, 1, "zone", "host");
    }

    /** The same, about to leave. */
    static Node draining(Node node) {
        return with(node, node.status(), node.reachable(), true);
    }

    /** The same, lost. */
    static Node unreachable(Node node) {
        return with(node, node.status(), false, node.draining());
    }

    /** The same at another station. */
    static Node at(Node.Status status, Node node) {
        return with(node, status, node.reachable(), node.draining());
    }

    /** The same as placement sees them. */
    static List<StorageNode> storageNodes(Collection<Node> nodes) {
        return nodes.stream()
                .filter(Node::storage)
                .map(node -> new StorageNode(node.address(), node.uid(), node.weight(), node.zone(), node.host()))
                .toList();
    }

    private static Node with(Node node, Node.Status status, boolean reachable, boolean draining) {
        return new Node(
                node.address(),
                node.uid(),
                node.storage(),
                status,
                reachable,
                reachable ? Node.NEVER : 1,
                draining,
                false,
                node.weight(),
                node.zone(),
                node.host());
    }
}

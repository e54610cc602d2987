package dev.troupe.node;

import dev.troupe.cluster.Node;
import dev.troupe.placement.StorageNode;
import dev.troupe.replica.Peers;
import dev.troupe.replication.Peer;
import java.util.List;

/** The members of the cluster as those who keep copies have to know them. */
final class StoragePeers {
    private StoragePeers() {}

    /** The storage members among the nodes. */
    static List<Peers.Seat> of(List<Node> nodes) {
        return nodes.stream().filter(Node::storage).map(StoragePeers::seat).toList();
    }

    private static Peers.Seat seat(Node node) {
        return new Peers.Seat(
                new StorageNode(node.address(), node.uid(), node.weight(), node.zone(), node.host()),
                node.reachable() ? Peer.REACHABLE : node.unreachableSinceMillis(),
                node.draining(),
                node.status() == Node.Status.DOWN);
    }
}

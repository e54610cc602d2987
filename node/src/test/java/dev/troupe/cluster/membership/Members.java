package dev.troupe.cluster.membership;

import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import dev.troupe.placement.StorageNode;
import java.util.Collection;
import java.util.List;

/** Members made up for tests. */
public final class Members {
    private Members() {}

    /** One that holds partitions. */
    public static Member storage(String address, long uid) {
        return new Member(
                new NodeId(address, uid), true, Member.Status.UP, Member.NEVER, false, 1, "zone", "host-of-" + address);
    }

    /** One that only routes. */
    public static Member gateway(String address) {
        return new Member(new NodeId(address, 1), false, Member.Status.UP, Member.NEVER, false, 1, "zone", "host");
    }

    /** The same, about to leave. */
    public static Member draining(Member node) {
        return with(node, node.status(), node.reachable(), true);
    }

    /** The same, lost. */
    public static Member unreachable(Member node) {
        return with(node, node.status(), false, node.draining());
    }

    /** The same at another station. */
    public static Member at(Member.Status status, Member node) {
        return with(node, status, node.reachable(), node.draining());
    }

    /** The same as placement sees them. */
    public static List<StorageNode> storageNodes(Collection<Member> nodes) {
        return nodes.stream().filter(Member::storage).map(Member::storageNode).toList();
    }

    private static Member with(Member node, Member.Status status, boolean reachable, boolean draining) {
        return new Member(
                node.id(),
                node.storage(),
                status,
                reachable ? Member.NEVER : 1,
                draining,
                node.weight(),
                node.zone(),
                node.host());
    }
}

package dev.troupe.cluster.membership;

import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.util.Locale;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/** Members as Pekko names them. */
public final class PekkoMembers {
    private PekkoMembers() {}

    /** That of a member. */
    public static NodeId of(UniqueAddress node) {
        return new NodeId(address(node.address()), node.longUid());
    }

    /** The address of a node that listens, or what stands for one that does not. */
    public static String address(Address address) {
        String host = address.getHost().orElse("local");
        return address.getPort().map(port -> NodeId.address(host, port)).orElse(host);
    }

    /** Its station; a member of a cluster that shuts down as a whole counts as a full one until it leaves. */
    public static Member.Status status(MemberStatus status) {
        String name = status.toString().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "JOINING", "LEAVING", "EXITING", "DOWN" -> Member.Status.valueOf(name);
            case "WEAKLYUP" -> Member.Status.WEAKLY_UP;
            case "REMOVED" -> Member.Status.DOWN;
            default -> Member.Status.UP;
        };
    }
}

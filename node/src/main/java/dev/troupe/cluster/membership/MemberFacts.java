package dev.troupe.cluster.membership;

import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.util.List;

/**
 * What gossip says of a member.
 *
 * @param id the member
 * @param roles its roles, sorted, without the one that names its data centre
 * @param status its station
 * @param upNumber orders members by when they became full ones, the oldest first; the highest number until then
 * @param version of the software it runs
 */
record MemberFacts(NodeId id, List<String> roles, Member.Status status, int upNumber, String version) {
    MemberFacts {
        roles = roles.stream().filter(role -> !role.startsWith("dc-")).sorted().toList();
    }

    /** What its roles tell. */
    NodeRoles told() {
        NodeRoles told = NodeRoles.of(roles);
        return told.host().isEmpty() ? new NodeRoles(told.storage(), told.weight(), told.zone(), id.host()) : told;
    }

    boolean isUp() {
        return status == Member.Status.UP;
    }
}

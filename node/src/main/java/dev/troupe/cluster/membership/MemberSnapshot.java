package dev.troupe.cluster.membership;

import dev.troupe.api.ClusterView;
import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The members as one node saw them at one moment.
 *
 * @param self the node that saw them
 * @param leader address of the leader, if there is one
 * @param members all of them, by address
 */
record MemberSnapshot(NodeId self, Optional<String> leader, List<Seen> members) {
    /**
     * One member.
     *
     * @param facts what gossip says of it
     * @param unreachableSinceMillis when it was lost; {@link Member#NEVER} if it can be reached
     * @param heard what it said of itself, once it has
     */
    record Seen(MemberFacts facts, long unreachableSinceMillis, Optional<Heard> heard) {
        boolean reachable() {
            return unreachableSinceMillis == Member.NEVER;
        }

        private Member node() {
            NodeRoles told = facts.told();
            return new Member(
                    facts.id(),
                    told.storage(),
                    facts.status(),
                    unreachableSinceMillis,
                    heard.map(said -> said.introduction().draining()).orElse(false),
                    told.weight(),
                    told.zone(),
                    told.host());
        }
    }

    /**
     * An introduction and when it was heard.
     *
     * @param introduction what was said
     * @param atMillis on the clock of the node that heard it
     */
    record Heard(Introduction introduction, long atMillis) {
        Duration uptime(long nowMillis) {
            return Duration.ofMillis(introduction.uptimeMillis() + nowMillis - atMillis);
        }
    }

    /** The same as it is shown, with the up-times of now. */
    ClusterView.Members view(String cluster, long nowMillis) {
        List<String> unreachable = members.stream()
                .filter(member -> !member.reachable())
                .map(member -> member.facts().id().address())
                .toList();
        return new ClusterView.Members(
                cluster,
                self.address(),
                leader,
                unreachable,
                members.stream().map(member -> view(member, nowMillis)).toList());
    }

    /** All of them, as the rest of the node needs them. */
    List<Member> nodes() {
        return members.stream().map(Seen::node).toList();
    }

    /** Where a node serves HTTP, if it is a member and has said so. */
    Optional<URI> httpUriOf(String address) {
        return members.stream()
                .filter(member -> member.facts().id().address().equals(address))
                .findFirst()
                .flatMap(Seen::heard)
                .flatMap(heard -> heard.introduction().httpUri());
    }

    /** Whether the node that sees is a full member. */
    boolean selfUp() {
        return members.stream()
                .anyMatch(member ->
                        member.facts().id().equals(self) && member.facts().isUp());
    }

    /** How many are full members, reachable or not. */
    int upCount() {
        return (int) members.stream().filter(member -> member.facts().isUp()).count();
    }

    private static ClusterView.Member view(Seen member, long nowMillis) {
        MemberFacts facts = member.facts();
        return new ClusterView.Member(
                facts.id().address(),
                facts.id().uid(),
                member.heard().flatMap(heard -> heard.introduction().httpUri()),
                facts.roles(),
                facts.status().text(),
                facts.told().zone(),
                facts.version(),
                member.heard().map(heard -> heard.uptime(nowMillis)));
    }
}

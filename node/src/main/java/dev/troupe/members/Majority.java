package dev.troupe.members;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which side of a cut goes on: the one with more members, of two equal ones that with the lowest {@link NodeId}. The one rule for all who
 * ask, and that of Pekko's split-brain strategy {@code keep-majority}, which downs the other side.
 */
public final class Majority {
    private Majority() {}

    /**
     * Whether a side is the one.
     *
     * @param here how many are on it
     * @param there how many are not
     * @param lowest of all those that count, if there are any
     * @param isHere whether a node is on this side; asked for the lowest of two equal halves
     */
    public static boolean holds(int here, int there, Optional<NodeId> lowest, Predicate<NodeId> isHere) {
        return here == there ? lowest.filter(isHere).isPresent() : here > there;
    }

    /**
     * Whether the side that a node reaches goes on, should the rest stay away. As with Pekko, full members count; and because others may
     * have news of members that come and go which this node has not, it has to hold also with those of this side that leave not
     * counted, and those of the other side that come counted. Where nobody is out of reach who counts there is no other side: Pekko, which
     * would down all then, has nothing to decide.
     *
     * @param members as the node sees them, itself among them; whoever is of no account is left out
     */
    public static boolean isSeen(Collection<Member> members) {
        boolean hasOtherSide = members.stream()
                .anyMatch(member -> !member.reachable()
                        && (member.status().isFull() || member.status().isOnItsWayIn()));
        if (!hasOtherSide) {
            return true;
        }
        List<Member> full =
                members.stream().filter(member -> member.status().isFull()).toList();
        List<Member> staying = full.stream()
                .filter(member -> member.status() == Member.Status.UP)
                .toList();
        int comingThere = (int) members.stream()
                .filter(member -> member.status().isOnItsWayIn() && !member.reachable())
                .count();
        return holds(reached(full), full.size() - reached(full), full, members)
                && holds(reached(staying), full.size() - reached(full) + comingThere, staying, members);
    }

    private static boolean holds(int here, int there, List<Member> counted, Collection<Member> members) {
        return holds(
                here,
                there,
                counted.stream().map(Member::id).min(NodeId::compareTo),
                id -> members.stream().anyMatch(member -> member.id().equals(id) && member.reachable()));
    }

    private static int reached(List<Member> members) {
        return (int) members.stream().filter(Member::reachable).count();
    }
}

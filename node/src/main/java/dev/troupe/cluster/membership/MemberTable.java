package dev.troupe.cluster.membership;

import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node knows of the members, and whom it still has to greet. Not thread safe: owned by one actor, the
 * {@link NodeFacts}.
 */
final class MemberTable {
    private final NodeId self;
    private final long startedAtMillis;
    private final Map<NodeId, MemberFacts> members = new HashMap<>();
    private final Map<NodeId, MemberSnapshot.Heard> heard = new HashMap<>();
    private final Map<NodeId, Integer> answered = new HashMap<>();
    private final Map<NodeId, Long> lostAtMillis = new HashMap<>();
    private Optional<String> leader = Optional.empty();
    private Optional<URI> httpUri = Optional.empty();
    private boolean draining;
    private int round = 1;

    MemberTable(NodeId self, long startedAtMillis) {
        this.self = self;
        this.startedAtMillis = startedAtMillis;
    }

    /** A member is new or has changed. */
    void put(MemberFacts member) {
        members.put(member.id(), member);
    }

    /** A member is gone; nothing of it is kept. */
    void remove(NodeId member) {
        members.remove(member);
        heard.remove(member);
        answered.remove(member);
        lostAtMillis.remove(member);
    }

    /** A member can be reached no more. */
    void lose(NodeId member, long nowMillis) {
        lostAtMillis.putIfAbsent(member, nowMillis);
    }

    /** A member can be reached again. */
    void regain(NodeId member) {
        lostAtMillis.remove(member);
    }

    /** There is another leader, or none. */
    void elect(Optional<String> address) {
        leader = address;
    }

    /** This node serves HTTP: all others have to hear of it. */
    void announce(URI uri) {
        httpUri = Optional.of(uri);
        round++;
    }

    /** This node is about to leave: all others have to hear of it. */
    void drain() {
        draining = true;
        round++;
    }

    /** A node has said something; whether it is to be answered: strangers are not, and repeat themselves. */
    boolean hear(Greeting greeting, long nowMillis) {
        if (!members.containsKey(greeting.from())) {
            return false;
        }
        heard.put(greeting.from(), new MemberSnapshot.Heard(greeting.introduction(), nowMillis));
        if (greeting instanceof Greeting.Answer) {
            answered.merge(greeting.from(), greeting.round(), Math::max);
            return false;
        }
        return true;
    }

    /** The members that have yet to answer what this node says of itself now. */
    List<NodeId> unanswered() {
        return members.keySet().stream()
                .filter(member -> !member.equals(self) && answered.getOrDefault(member, 0) < round)
                .toList();
    }

    /** Whether every member that can be reached has heard what this node says of itself now. */
    boolean isKnown() {
        return unanswered().stream().allMatch(lostAtMillis::containsKey);
    }

    /** What this node says to those. */
    Greeting.Hello hello(long nowMillis) {
        return new Greeting.Hello(self, introduction(nowMillis), round);
    }

    /** What this node says to one that greeted it. */
    Greeting.Answer answer(int toRound, long nowMillis) {
        return new Greeting.Answer(self, introduction(nowMillis), toRound);
    }

    /** Everything, as a value. */
    MemberSnapshot snapshot(long nowMillis) {
        List<MemberSnapshot.Seen> seen = members.values().stream()
                .sorted(Comparator.comparing((MemberFacts member) -> member.id().address())
                        .thenComparing(member -> member.id().uid()))
                .map(member -> see(member, nowMillis))
                .toList();
        return new MemberSnapshot(self, leader, seen);
    }

    private MemberSnapshot.Seen see(MemberFacts member, long nowMillis) {
        Optional<MemberSnapshot.Heard> said = member.id().equals(self)
                ? Optional.of(new MemberSnapshot.Heard(introduction(nowMillis), nowMillis))
                : Optional.ofNullable(heard.get(member.id()));
        return new MemberSnapshot.Seen(member, lostAtMillis.getOrDefault(member.id(), Member.NEVER), said);
    }

    private Introduction introduction(long nowMillis) {
        return new Introduction(httpUri, nowMillis - startedAtMillis, draining);
    }
}

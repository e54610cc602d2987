package dev.troupe.cluster.liveness;

import dev.troupe.members.Majority;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Decides which members are downed because their processes are gone. One node's word is not enough, as a firewall can
 * refuse in place of a healthy peer: a majority of the storage members must say so, the suspect counted among them. Of
 * two equal halves only the one with the lowest id may decide: see {@link Majority}. So of two sides of a
 * cut at most one downs the other. Everything else is left to the split-brain strategy.
 *
 * <p>Whoever might be a member in the eyes of another node counts in the total, but only those that all agreed on, and
 * that this node reaches, have a vote. Not thread safe: owned by one actor, the {@link CrashDetector}.
 */
final class DeathDecider {
    /** A word older than this says nothing any more; it is repeated ten times as often. */
    static final long FRESH_MILLIS = 2000;

    /**
     * A node that is found dead.
     *
     * @param node the node
     * @param witnesses who has a vote and said so, by address
     * @param total of how many
     * @param toDown whether it is to be downed; else somebody has done so already
     */
    record Verdict(NodeId node, List<NodeId> witnesses, int total, boolean toDown) {}

    private record Known(boolean storage, Status status) {}

    private record Report(NodeId witness, NodeId gone) {}

    private final NodeId self;
    private final boolean trustRefusal;
    private final Map<NodeId, Known> members = new HashMap<>();
    private final Set<NodeId> unreachable = new HashSet<>();
    private final Map<Report, Long> heardAtMillis = new HashMap<>();
    private final Set<NodeId> dead = new HashSet<>();

    /**
     * One that knows no member yet.
     *
     * @param trustRefusal whether of two storage members the word of one is enough
     */
    DeathDecider(NodeId self, boolean trustRefusal) {
        this.self = self;
        this.trustRefusal = trustRefusal;
    }

    /** A member is new or has changed. */
    void put(NodeId member, boolean storage, Status status) {
        members.put(member, new Known(storage, status));
    }

    /** A member is gone; nothing of it is kept. */
    void remove(NodeId member) {
        members.remove(member);
        unreachable.remove(member);
        dead.remove(member);
        heardAtMillis
                .keySet()
                .removeIf(report ->
                        report.gone().equals(member) || report.witness().equals(member));
    }

    /** A member can be reached no more. */
    void lose(NodeId member) {
        unreachable.add(member);
    }

    /** A member can be reached again. */
    void regain(NodeId member) {
        unreachable.remove(member);
    }

    /**
     * Some node says that the process of another is gone. What strangers say, or what is said of them, is forgotten, and
     * that one is gone which is leaving is no surprise.
     *
     * @return whether that is news
     */
    boolean hear(NodeId witness, NodeId gone, long nowMillis) {
        Status suspect = statusOf(gone);
        if (!members.containsKey(witness)
                || suspect == Status.LEAVING
                || suspect == Status.EXITING
                || witness.equals(gone)) {
            return false;
        }
        Long before = heardAtMillis.put(new Report(witness, gone), nowMillis);
        return before == null || nowMillis - before > FRESH_MILLIS;
    }

    /** This node has found the process of another alive. */
    void takeBack(NodeId suspect) {
        heardAtMillis.remove(new Report(self, suspect));
    }

    /** Whether a member was found dead. */
    boolean isDead(NodeId member) {
        return dead.contains(member);
    }

    /** Where a report goes: to all that could act on it. */
    List<NodeId> audience(NodeId suspect) {
        return members.keySet().stream()
                .filter(member -> !member.equals(self) && !member.equals(suspect))
                .toList();
    }

    /**
     * Looks at all that was heard.
     *
     * @param draining whether the node of a uid has said that it is about to leave; such a one is never downed
     * @return those that are found dead now and were not before
     */
    List<Verdict> judge(LongPredicate draining, long nowMillis) {
        heardAtMillis.values().removeIf(at -> nowMillis - at > FRESH_MILLIS);
        Set<NodeId> electorate = electorate();
        List<Verdict> verdicts = new ArrayList<>();
        heardAtMillis.keySet().stream()
                .map(Report::gone)
                .distinct()
                .filter(suspect -> !dead.contains(suspect))
                .forEach(suspect -> judge(suspect, electorate, draining).ifPresent(verdicts::add));
        verdicts.forEach(verdict -> dead.add(verdict.node()));
        return verdicts;
    }

    private Optional<Verdict> judge(NodeId suspect, Set<NodeId> electorate, LongPredicate draining) {
        Status status = statusOf(suspect);
        List<NodeId> witnesses = electorate.stream()
                .filter(witness -> hasVote(witness) && heardAtMillis.containsKey(new Report(witness, suspect)))
                .sorted()
                .toList();
        boolean toDown = (status.isOnItsWayIn() || status == Status.UP)
                && !draining.test(suspect.uid())
                && statusOf(self).isFull()
                && decides(witnesses, electorate);
        boolean isDown = status == Status.DOWN && heardAtMillis.containsKey(new Report(self, suspect));
        return toDown || isDown
                ? Optional.of(new Verdict(suspect, witnesses, electorate.size(), toDown))
                : Optional.empty();
    }

    private boolean decides(List<NodeId> witnesses, Set<NodeId> electorate) {
        int votes = witnesses.size();
        if (electorate.size() == 2 && votes == 1) {
            return trustRefusal;
        }
        return Majority.holds(
                votes, electorate.size() - votes, electorate.stream().min(NodeId::compareTo), witnesses::contains);
    }

    /** All storage members, or all members if none has storage. */
    private Set<NodeId> electorate() {
        Set<NodeId> storage = new HashSet<>(members.keySet());
        storage.removeIf(member -> !isStorage(member));
        return storage.isEmpty() ? members.keySet() : storage;
    }

    private boolean isStorage(NodeId member) {
        Known known = members.get(member);
        return known != null && known.storage();
    }

    private boolean hasVote(NodeId member) {
        return statusOf(member).isFull() && !unreachable.contains(member);
    }

    /** Strangers are as good as gone. */
    private Status statusOf(NodeId member) {
        Known known = members.get(member);
        return known == null ? Status.EXITING : known.status();
    }
}

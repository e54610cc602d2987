package dev.troupe.cluster;

import java.util.ArrayList;
import java.util.Comparator;
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
 * two equal halves only the one with the lowest address may decide, as with {@code keep-majority}. So of two sides of a
 * cut at most one downs the other. Everything else is left to the split-brain strategy.
 *
 * <p>Whoever might be a member in the eyes of another node counts in the total, but only those that all agreed on, and
 * that this node reaches, have a vote. Not thread safe: owned by one actor, the {@link Lifelines}.
 */
final class DeathDecider {
    /** A word older than this says nothing any more; it is repeated ten times as often. */
    static final long FRESH_MILLIS = 2000;

    private static final Comparator<Incarnation> AS_KEEP_MAJORITY = Comparator.comparing(DeathDecider::host)
            .thenComparing(DeathDecider::port)
            .thenComparing(Incarnation::uid);

    /** How far a member has come. */
    enum Status {
        /** Not agreed on by all. */
        JOINING,
        UP,
        LEAVING,
        /** Gone soon, and gone already in the eyes of others. */
        EXITING,
        DOWN
    }

    /**
     * A node that is found dead.
     *
     * @param node the node
     * @param witnesses who has a vote and said so, by address
     * @param total of how many
     * @param toDown whether it is to be downed; else somebody has done so already
     */
    record Verdict(Incarnation node, List<Incarnation> witnesses, int total, boolean toDown) {}

    private record Member(boolean storage, Status status) {}

    private record Report(Incarnation witness, Incarnation gone) {}

    private final Incarnation self;
    private final boolean trustRefusal;
    private final Map<Incarnation, Member> members = new HashMap<>();
    private final Set<Incarnation> unreachable = new HashSet<>();
    private final Map<Report, Long> heardAtMillis = new HashMap<>();
    private final Set<Incarnation> dead = new HashSet<>();

    /**
     * One that knows no member yet.
     *
     * @param trustRefusal whether of two storage members the word of one is enough
     */
    DeathDecider(Incarnation self, boolean trustRefusal) {
        this.self = self;
        this.trustRefusal = trustRefusal;
    }

    /** A member is new or has changed. */
    void put(Incarnation member, boolean storage, Status status) {
        members.put(member, new Member(storage, status));
    }

    /** A member is gone; nothing of it is kept. */
    void remove(Incarnation member) {
        members.remove(member);
        unreachable.remove(member);
        dead.remove(member);
        heardAtMillis
                .keySet()
                .removeIf(report ->
                        report.gone().equals(member) || report.witness().equals(member));
    }

    /** A member can be reached no more. */
    void lose(Incarnation member) {
        unreachable.add(member);
    }

    /** A member can be reached again. */
    void regain(Incarnation member) {
        unreachable.remove(member);
    }

    /**
     * Some node says that the process of another is gone. What strangers say, or what is said of them, is forgotten, and
     * that one is gone which is leaving is no surprise.
     *
     * @return whether that is news
     */
    boolean hear(Incarnation witness, Incarnation gone, long nowMillis) {
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
    void takeBack(Incarnation suspect) {
        heardAtMillis.remove(new Report(self, suspect));
    }

    /** Whether a member was found dead. */
    boolean isDead(Incarnation member) {
        return dead.contains(member);
    }

    /** Where a report goes: to all that could act on it. */
    List<Incarnation> audience(Incarnation suspect) {
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
        Set<Incarnation> electorate = electorate();
        List<Verdict> verdicts = new ArrayList<>();
        heardAtMillis.keySet().stream()
                .map(Report::gone)
                .distinct()
                .filter(suspect -> !dead.contains(suspect))
                .forEach(suspect -> judge(suspect, electorate, draining).ifPresent(verdicts::add));
        verdicts.forEach(verdict -> dead.add(verdict.node()));
        return verdicts;
    }

    private Optional<Verdict> judge(Incarnation suspect, Set<Incarnation> electorate, LongPredicate draining) {
        Status status = statusOf(suspect);
        List<Incarnation> witnesses = electorate.stream()
                .filter(witness -> hasVote(witness) && heardAtMillis.containsKey(new Report(witness, suspect)))
                .sorted(AS_KEEP_MAJORITY)
                .toList();
        boolean toDown = (status == Status.JOINING || status == Status.UP)
                && !draining.test(suspect.uid())
                && mayVote(statusOf(self))
                && decides(witnesses, electorate);
        boolean isDown = status == Status.DOWN && heardAtMillis.containsKey(new Report(self, suspect));
        return toDown || isDown
                ? Optional.of(new Verdict(suspect, witnesses, electorate.size(), toDown))
                : Optional.empty();
    }

    private boolean decides(List<Incarnation> witnesses, Set<Incarnation> electorate) {
        int votes = witnesses.size();
        if (electorate.size() == 2 && votes == 1) {
            return trustRefusal;
        }
        return votes * 2 > electorate.size()
                || (votes * 2 == electorate.size()
                        && electorate.stream()
                                .min(AS_KEEP_MAJORITY)
                                .filter(witnesses::contains)
                                .isPresent());
    }

    /** All storage members, or all members if none has storage. */
    private Set<Incarnation> electorate() {
        Set<Incarnation> storage = new HashSet<>(members.keySet());
        storage.removeIf(member -> !isStorage(member));
        return storage.isEmpty() ? members.keySet() : storage;
    }

    private boolean isStorage(Incarnation member) {
        Member known = members.get(member);
        return known != null && known.storage();
    }

    private boolean hasVote(Incarnation member) {
        return mayVote(statusOf(member)) && !unreachable.contains(member);
    }

    private static boolean mayVote(Status status) {
        return status == Status.UP || status == Status.LEAVING;
    }

    /** Strangers are as good as gone. */
    private Status statusOf(Incarnation member) {
        Member known = members.get(member);
        return known == null ? Status.EXITING : known.status();
    }

    private static String host(Incarnation node) {
        return node.address().substring(0, node.address().lastIndexOf(':'));
    }

    private static int port(Incarnation node) {
        return Integer.parseInt(node.address().substring(node.address().lastIndexOf(':') + 1));
    }
}

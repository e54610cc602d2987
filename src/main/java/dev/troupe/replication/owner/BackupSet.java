package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.Roster;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Tail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All keepers as one owner sees them, and which of them get its changes: the best-ranked ones, those that they replace until
 * they stand in for them, and the target of a planned move. Every change of that has a new number.
 */
final class BackupSet {
    private final CopySettings settings;
    private final long adopted;
    private final Map<Long, Backup> keepers = new LinkedHashMap<>();
    private final List<Backup> members = new ArrayList<>();
    private List<Long> ranked = List.of();
    private long target = Roster.NO_TARGET;
    private long number = 1;
    private int possible;
    private long acknowledged;

    /**
     * An empty one.
     *
     * @param adopted position up to which an owner before this one may have acknowledged
     */
    BackupSet(CopySettings settings, long adopted) {
        this.settings = settings;
        this.adopted = adopted;
    }

    long number() {
        return number;
    }

    Collection<Backup> keepers() {
        return keepers.values();
    }

    Optional<Backup> keeper(long uid) {
        return Optional.ofNullable(keepers.get(uid));
    }

    /** The backups, without the target of a move. */
    List<Backup> members() {
        return members;
    }

    Optional<Backup> target() {
        return keeper(target).filter(Backup::belongs);
    }

    /** How many backups the present members allow, at most as many as are wanted. */
    int possible() {
        return possible;
    }

    /** Who is there, and what each was heard to have. */
    void roster(Roster roster, long owner, Map<Long, Long> reported) {
        Map<Long, Peer> peers = new LinkedHashMap<>();
        roster.peers().stream()
                .filter(peer -> peer.uid() != owner && !peer.down())
                .forEach(peer -> peers.put(peer.uid(), peer));
        keepers.values().stream()
                .filter(keeper -> !peers.containsKey(keeper.uid()) && keeper.belongs())
                .forEach(this::exclude);
        keepers.keySet().retainAll(peers.keySet());
        peers.forEach((uid, peer) -> keepers.computeIfAbsent(
                        uid, unknown -> new Backup(peer, settings, reported.getOrDefault(uid, 0L)))
                .peer(peer));
        ranked = roster.ranked();
        target = roster.target();
        possible = (int) Math.min(
                settings.backups(), ranked.stream().filter(keepers::containsKey).count());
    }

    /** Those who have a copy stand in from the beginning, until the better-ranked have one. */
    void include(Collection<Long> holders) {
        holders.stream()
                .flatMap(uid -> keeper(uid).stream())
                .sorted(Comparator.comparing(Backup::position, Long::compareUnsigned)
                        .reversed())
                .limit(settings.backups())
                .forEach(this::add);
    }

    /** Adds who is wanted and lets go who is not needed any more. */
    void regroup(long nowMillis) {
        List<Backup> wanted = ranked.stream()
                .flatMap(uid -> keeper(uid).stream())
                .filter(keeper -> keeper.isEligible(nowMillis))
                .limit(settings.backups())
                .toList();
        wanted.forEach(this::add);
        updateAcknowledged();
        for (Backup member : List.copyOf(members)) {
            if (!wanted.contains(member) && isReplaced(member, nowMillis)) {
                exclude(member);
            }
        }
        keepers.values().stream()
                .filter(keeper -> keeper.belongs() && !members.contains(keeper) && keeper.uid() != target)
                .forEach(this::exclude);
        keeper(target).filter(keeper -> !keeper.belongs()).ifPresent(keeper -> keeper.join(++number));
    }

    /**
     * Whether time alone changes nothing: all have heard who is in office, the wanted backups and nobody else have all, and none is
     * lost, about to leave or short of room. Asked ten times a second in every partition.
     *
     * @param last version of the state
     */
    boolean isAtRest(long last) {
        for (Backup keeper : keepers.values()) {
            if (!keeper.isAtRest(last)) {
                return false;
            }
        }
        return members.size() == possible;
    }

    /** The highest position that enough different members, each complete, have acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    void updateAcknowledged() {
        long now = members.stream()
                .filter(Backup::isComplete)
                .map(Backup::position)
                .sorted((a, b) -> Long.compareUnsigned(b, a))
                .skip(Math.max(0, settings.backups() - 1))
                .findFirst()
                .orElse(0L);
        if (Long.compareUnsigned(now, acknowledged) > 0) {
            acknowledged = now;
        }
    }

    /** The lowest position after which a backup or the target of a move lacks something. */
    long lacksAfter(long nowMillis) {
        long lowest = Tail.NOTHING_LACKS;
        for (Backup keeper : keepers.values()) {
            long after = keeper.lacksAfter(nowMillis);
            lowest = Long.compareUnsigned(after, lowest) < 0 ? after : lowest;
        }
        return lowest;
    }

    /** Members that are complete and can be counted on. */
    int good(long nowMillis) {
        int good = 0;
        for (Backup member : members) {
            good += member.isGood(nowMillis) ? 1 : 0;
        }
        return good;
    }

    /** Whether this member has all that was adopted and all that enough members have acknowledged. */
    boolean isLevel(Backup member, long nowMillis) {
        return member.isGood(nowMillis)
                && Long.compareUnsigned(member.position(), acknowledged) >= 0
                && Long.compareUnsigned(member.position(), adopted) >= 0;
    }

    /** Members that are. */
    int level(long nowMillis) {
        return (int)
                members.stream().filter(member -> isLevel(member, nowMillis)).count();
    }

    /** How many others must have a copy before this one may go: one that leaves waits for no more than there can be. */
    int enoughWithout(Backup keeper) {
        return keeper.peer().draining() ? Math.min(settings.backups(), possible) : settings.backups();
    }

    /** Whether what this one holds is held by enough others, or it holds nothing. */
    private boolean isReplaced(Backup member, long nowMillis) {
        if (!member.isComplete() && member.position() == 0) {
            return true;
        }
        long others = members.stream()
                .filter(other -> other != member && isLevel(other, nowMillis))
                .count();
        return others >= enoughWithout(member);
    }

    private void add(Backup keeper) {
        if (!members.contains(keeper)) {
            members.add(keeper);
            if (!keeper.belongs()) {
                keeper.join(++number);
            }
        }
    }

    private void exclude(Backup keeper) {
        members.remove(keeper);
        if (keeper.uid() != target || !keepers.containsKey(target)) {
            number++;
            keeper.leave();
        }
    }

    @Override
    public String toString() {
        return "set " + number + " of " + keepers.values();
    }
}

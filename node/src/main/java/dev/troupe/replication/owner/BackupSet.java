package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.ReplicationLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * All keepers as one owner sees them, and which of them get its changes: the best-ranked ones, those that they replace until
 * they stand in for them, and the target of a planned move. Every change of that has a new number.
 */
final class BackupSet {
    private final CopySettings settings;
    private final long adopted;
    private final Map<Long, BackupProgress> keepers = new LinkedHashMap<>();
    private final List<BackupProgress> members = new ArrayList<>();
    private List<Long> ranked = List.of();
    private long target = PeerView.NO_TARGET;
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

    Collection<BackupProgress> keepers() {
        return keepers.values();
    }

    Optional<BackupProgress> keeper(long uid) {
        return Optional.ofNullable(keepers.get(uid));
    }

    /** The backups, without the target of a move. */
    List<BackupProgress> members() {
        return members;
    }

    Optional<BackupProgress> target() {
        return keeper(target).filter(BackupProgress::belongs);
    }

    /** How many backups the present members allow, at most as many as are wanted. */
    int possible() {
        return possible;
    }

    /** Who is there, and what each was heard to have. */
    void peerView(PeerView peerView, long owner, Map<Long, Long> reported) {
        Map<Long, Peer> peers = new LinkedHashMap<>();
        peerView.peers().stream()
                .filter(peer -> peer.uid() != owner && !peer.down())
                .forEach(peer -> peers.put(peer.uid(), peer));
        keepers.values().stream()
                .filter(keeper -> !peers.containsKey(keeper.uid()) && keeper.belongs())
                .forEach(this::exclude);
        keepers.keySet().retainAll(peers.keySet());
        peers.forEach((uid, peer) -> keepers.computeIfAbsent(
                        uid, unknown -> new BackupProgress(peer, settings, reported.getOrDefault(uid, 0L)))
                .peer(peer));
        ranked = peerView.ranked();
        target = peerView.target();
        possible = (int) Math.min(
                settings.backups(), ranked.stream().filter(keepers::containsKey).count());
    }

    /** Those who have a copy stand in from the beginning, until the better-ranked have one. */
    void include(Collection<Long> holders) {
        holders.stream()
                .flatMap(uid -> keeper(uid).stream())
                .sorted(Comparator.comparing(BackupProgress::position, Long::compareUnsigned)
                        .reversed())
                .limit(settings.backups())
                .forEach(this::add);
    }

    /** Adds who is wanted and lets go who is not needed any more. */
    void regroup(long nowMillis) {
        List<BackupProgress> wanted = ranked.stream()
                .flatMap(uid -> keeper(uid).stream())
                .filter(keeper -> keeper.isEligible(nowMillis))
                .limit(settings.backups())
                .toList();
        wanted.forEach(this::add);
        updateAcknowledged();
        for (BackupProgress member : List.copyOf(members)) {
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
     * Whether time alone changes nothing: all have heard who owns, the wanted backups and nobody else have all, and none is
     * lost, about to leave or short of room. Asked ten times a second in every partition.
     *
     * @param last version of the state
     */
    boolean isAtRest(long last) {
        for (BackupProgress keeper : keepers.values()) {
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
                .filter(BackupProgress::isComplete)
                .map(BackupProgress::position)
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
        return lowest(keeper -> keeper.lacksAfter(nowMillis));
    }

    /** The same of those that are silent, and may come back. */
    long silentLacksAfter(long nowMillis) {
        return lowest(keeper -> keeper.silentLacksAfter(nowMillis));
    }

    private long lowest(ToLongFunction<BackupProgress> lacksAfter) {
        long lowest = ReplicationLog.NOTHING_LACKS;
        for (BackupProgress keeper : keepers.values()) {
            long after = lacksAfter.applyAsLong(keeper);
            lowest = Long.compareUnsigned(after, lowest) < 0 ? after : lowest;
        }
        return lowest;
    }

    /** Members that are complete and can be counted on. */
    int good(long nowMillis) {
        int good = 0;
        for (BackupProgress member : members) {
            good += member.isGood(nowMillis) ? 1 : 0;
        }
        return good;
    }

    /** Whether this member has all that was adopted and all that enough members have acknowledged. */
    boolean isLevel(BackupProgress member, long nowMillis) {
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
    int enoughWithout(BackupProgress keeper) {
        return keeper.peer().draining() ? Math.min(settings.backups(), possible) : settings.backups();
    }

    /** Whether what this one holds is held by enough others, or it holds nothing. */
    private boolean isReplaced(BackupProgress member, long nowMillis) {
        if (!member.isComplete() && member.position() == 0) {
            return true;
        }
        long others = members.stream()
                .filter(other -> other != member && isLevel(other, nowMillis))
                .count();
        return others >= enoughWithout(member);
    }

    private void add(BackupProgress keeper) {
        if (!members.contains(keeper)) {
            members.add(keeper);
            if (!keeper.belongs()) {
                keeper.join(++number);
            }
        }
    }

    private void exclude(BackupProgress keeper) {
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

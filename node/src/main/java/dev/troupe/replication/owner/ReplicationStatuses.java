package dev.troupe.replication.owner;

import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Lag;
import dev.troupe.replication.state.ReplicationLog;
import java.util.List;

/** Says how well a partition is protected, with what its owner has counted so far. */
record ReplicationStatuses(CopySettings settings, long fencedChanges, int steppedBack) {

    /** Of one that has not opened, or has ended. */
    ReplicationStatus outside(PeerView peerView, List<Long> waitingForUids) {
        boolean impossible = peerView.ranked().size() < settings.backups();
        return new ReplicationStatus(
                false,
                impossible,
                settings.backups(),
                List.of(),
                0,
                0,
                false,
                false,
                waitingForUids,
                fencedChanges,
                steppedBack);
    }

    /** Of one that has opened. */
    ReplicationStatus inOffice(ActiveOwner active, long nowMillis) {
        BackupSet set = active.set();
        ReplicationLog log = active.state().log();
        List<BackupProgress> good = set.members().stream()
                .filter(member -> member.isGood(nowMillis))
                .toList();
        long safe = good.stream()
                .filter(member -> !member.peer().draining())
                .filter(member -> set.isLevel(member, nowMillis) && isWithinWindow(member, log))
                .count();
        boolean targetReady = set.target()
                .filter(target -> target.isGood(nowMillis) && isWithinWindow(target, log))
                .isPresent();
        Lag lag = active.awaitedLag(nowMillis);
        return new ReplicationStatus(
                !active.isStopping() && safe >= settings.backups(),
                set.possible() < settings.backups(),
                settings.backups(),
                good.stream().map(BackupProgress::uid).toList(),
                lag.changes(),
                lag.bytes(),
                active.isLost(),
                targetReady,
                List.of(),
                fencedChanges,
                steppedBack);
    }

    private boolean isWithinWindow(BackupProgress backup, ReplicationLog log) {
        return !backup.lag(log).fills(settings);
    }
}

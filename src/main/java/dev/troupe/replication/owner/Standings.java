package dev.troupe.replication.owner;

import dev.troupe.replication.messages.Roster;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.Lag;
import dev.troupe.replication.state.Tail;
import java.util.List;

/** Says how well a partition is protected, with what its owner has counted so far. */
record Standings(CopySettings settings, long fencedChanges, int steppedBack) {

    /** Of one that is not in office. */
    Standing outside(Roster roster, List<Long> waitingForUids) {
        boolean impossible = roster.ranked().size() < settings.backups();
        return new Standing(
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

    /** Of one in office. */
    Standing inOffice(Term term, long nowMillis) {
        BackupSet set = term.set();
        Tail tail = term.state().tail();
        List<Backup> good = set.members().stream()
                .filter(member -> member.isGood(nowMillis))
                .toList();
        long safe = good.stream()
                .filter(member -> !member.peer().draining())
                .filter(member -> set.isLevel(member, nowMillis) && isWithinWindow(member, tail))
                .count();
        boolean targetReady = set.target()
                .filter(target -> target.isGood(nowMillis) && isWithinWindow(target, tail))
                .isPresent();
        Lag lag = term.awaitedLag(nowMillis);
        return new Standing(
                !term.isStopping() && safe >= settings.backups(),
                set.possible() < settings.backups(),
                settings.backups(),
                good.stream().map(Backup::uid).toList(),
                lag.changes(),
                lag.bytes(),
                term.isLost(),
                targetReady,
                List.of(),
                fencedChanges,
                steppedBack);
    }

    private boolean isWithinWindow(Backup backup, Tail tail) {
        return !backup.lag(tail).fills(settings);
    }
}

package dev.troupe.replication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how well a partition is protected. */
final class Standings {
    private Standings() {}

    static Standing of(
            CopySettings settings,
            Roster roster,
            @Nullable Term term,
            @Nullable Recovery recovery,
            Office.Phase phase,
            long fencedChanges,
            int steppedBack,
            long nowMillis) {
        List<Long> waitingFor = recovery == null ? List.of() : recovery.waitingFor();
        if (term == null) {
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
                    waitingFor,
                    fencedChanges,
                    steppedBack);
        }
        BackupSet set = term.set();
        Tail tail = term.state().tail();
        long safe = set.members().stream()
                .filter(member -> member.isGood(nowMillis)
                        && !member.peer().draining()
                        && !member.lag(tail).fills(settings))
                .count();
        boolean targetReady = set.target()
                .filter(target -> target.isGood(nowMillis) && !target.lag(tail).fills(settings))
                .isPresent();
        Lag lag = term.awaitedLag(nowMillis);
        return new Standing(
                phase == Office.Phase.OPEN && safe >= settings.backups(),
                set.possible() < settings.backups(),
                settings.backups(),
                set.members().stream()
                        .filter(member -> member.isGood(nowMillis))
                        .map(Backup::uid)
                        .toList(),
                lag.changes(),
                lag.bytes(),
                term.isLost(),
                targetReady,
                waitingFor,
                fencedChanges,
                steppedBack);
    }
}

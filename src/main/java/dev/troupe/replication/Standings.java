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
        if (term == null) {
            boolean impossible = roster.ranked().size() < settings.backups();
            List<Long> waitingFor = recovery == null ? List.of() : recovery.waitingFor();
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
        Lag lag = term.awaitedLag(nowMillis);
        return new Standing(
                phase == Office.Phase.OPEN && safe(settings, term, nowMillis) >= settings.backups(),
                term.set().possible() < settings.backups(),
                settings.backups(),
                complete(term, nowMillis),
                lag.changes(),
                lag.bytes(),
                term.isLost(),
                isTargetReady(settings, term, nowMillis),
                List.of(),
                fencedChanges,
                steppedBack);
    }

    private static List<Long> complete(Term term, long nowMillis) {
        return term.set().members().stream()
                .filter(member -> member.isGood(nowMillis))
                .map(Backup::uid)
                .toList();
    }

    /** Backups that would survive this owner with all but the window, and stay. */
    private static long safe(CopySettings settings, Term term, long nowMillis) {
        Tail tail = term.state().tail();
        return term.set().members().stream()
                .filter(member -> member.isGood(nowMillis)
                        && !member.peer().draining()
                        && !member.lag(tail).fills(settings))
                .count();
    }

    private static boolean isTargetReady(CopySettings settings, Term term, long nowMillis) {
        return term.set()
                .target()
                .filter(target -> target.isGood(nowMillis)
                        && !target.lag(term.state().tail()).fills(settings))
                .isPresent();
    }
}

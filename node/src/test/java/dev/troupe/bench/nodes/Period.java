package dev.troupe.bench.nodes;

import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Figures;
import dev.troupe.proving.history.Gap;
import dev.troupe.proving.history.History;
import dev.troupe.proving.load.Probes;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Part of a run, such as a restart.
 *
 * @param startNanos on the clock of the attempts
 * @param endNanos not before the start
 */
record Period(long startNanos, long endNanos) {
    /** All of a history. */
    static Period whole(History history) {
        List<Attempt> attempts = history.attempts();
        return attempts.isEmpty()
                ? new Period(0, 0)
                : new Period(
                        attempts.get(0).invokedNanos(),
                        attempts.stream().mapToLong(Attempt::endedNanos).max().orElse(0));
    }

    /** Whether an attempt was under way in it. */
    boolean has(Attempt attempt) {
        return attempt.endedNanos() - startNanos >= 0 && attempt.invokedNanos() - endNanos <= 0;
    }

    /** Its attempts. */
    History of(History all) {
        return filtered(all, this::has);
    }

    /** The attempts of none of several periods. */
    static History outside(History all, List<Period> periods) {
        return filtered(all, attempt -> periods.stream().noneMatch(period -> period.has(attempt)));
    }

    /** The longest time in it in which writes to some partition were tried and none succeeded. */
    Duration longestWriteGap(History all) {
        return longestGap(all, attempt -> !(attempt.action() instanceof Read));
    }

    /** The same for reads. */
    Duration longestReadGap(History all) {
        return longestGap(all, attempt -> attempt.action() instanceof Read);
    }

    /** Only probes count: other clients wait for an answer before they ask again. */
    private Duration longestGap(History all, Predicate<Attempt> kind) {
        History probes = filtered(all, attempt -> Probes.made(attempt) && kind.test(attempt));
        return Duration.ofNanos(Gap.longest(probes, startNanos, endNanos).nanos());
    }

    /** What its attempts come to. */
    Figures figures(History all) {
        return Figures.of(of(all));
    }

    private static History filtered(History all, Predicate<Attempt> kept) {
        return new History(all.attempts().stream().filter(kept).toList(), all.disturbances());
    }
}

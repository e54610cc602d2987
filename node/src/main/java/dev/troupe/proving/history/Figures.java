package dev.troupe.proving.history;

import dev.troupe.proving.history.Outcome.Plain;
import java.time.Duration;
import java.util.List;

/**
 * What a history comes to in numbers.
 *
 * @param requests all
 * @param refused answered that nothing happened, or reads without an answer
 * @param unknown writes and removes without an answer
 * @param p50 half of the answers took no longer
 * @param p99 99 % of the answers took no longer
 * @param slowest longest time to an answer
 * @param longestGap longest time in which no request to the keys of some partition succeeded
 * @param longestGapStart when that began, after the first request
 */
public record Figures(
        long requests,
        long refused,
        long unknown,
        Duration p50,
        Duration p99,
        Duration slowest,
        Duration longestGap,
        Duration longestGapStart) {

    /** Those of a history. */
    public static Figures of(History history) {
        List<Attempt> attempts = history.attempts();
        Gap gap = Gap.longest(history);
        long refused =
                attempts.stream().filter(one -> one.outcome() == Plain.REFUSED).count();
        long unknown = attempts.stream().filter(Attempt::isUnknown).count();
        long[] nanos = attempts.stream()
                .filter(Attempt::isAnswered)
                .mapToLong(one -> one.endedNanos() - one.invokedNanos())
                .sorted()
                .toArray();
        return new Figures(
                attempts.size(),
                refused,
                unknown,
                at(nanos, 50),
                at(nanos, 99),
                at(nanos, 100),
                Duration.ofNanos(gap.nanos()),
                Duration.ofNanos(gap.startNanos() - history.startNanos()));
    }

    private static Duration at(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        long rank = (sorted.length * (long) percent + 99) / 100;
        return Duration.ofNanos(sorted[(int) Math.max(0, rank - 1)]);
    }
}

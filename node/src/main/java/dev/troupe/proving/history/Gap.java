package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Time in which no request to the keys of a partition succeeded, though there were some.
 *
 * @param key one of them, empty if there is no gap
 * @param startNanos when the first of these requests began, or the last success before ended
 * @param nanos how long
 */
public record Gap(String key, long startNanos, long nanos) {
    /** The longest gap of any group of keys; 0 ns if there are no requests. */
    public static Gap longest(History history) {
        return longest(history, history.startNanos(), endNanos(history));
    }

    /** The longest that begins within a time, or of which something is left when that begins: only that counts. */
    public static Gap longest(History history, long fromNanos, long untilNanos) {
        long endNanos = endNanos(history);
        return history.byGroup().values().stream()
                .flatMap(attempts -> all(attempts, endNanos).stream())
                .filter(gap -> gap.startNanos <= untilNanos)
                .map(gap -> gap.since(fromNanos))
                .reduce(new Gap("", fromNanos, 0), Gap::longer);
    }

    /** When the last attempt ended. */
    static long endNanos(History history) {
        return history.attempts().stream().mapToLong(Attempt::endedNanos).max().orElse(0);
    }

    /**
     * The longest of one group.
     *
     * @param attempts of one group, at least one
     * @param endNanos when a gap ends that no success ends
     */
    static Gap longest(List<Attempt> attempts, long startNanos, long endNanos) {
        return all(attempts, endNanos).stream().reduce(new Gap(attempts.get(0).key(), startNanos, 0), Gap::longer);
    }

    /** Those of one group, each from the first request after a success to the next success. */
    private static List<Gap> all(List<Attempt> attempts, long endNanos) {
        List<Gap> gaps = new ArrayList<>();
        String key = attempts.get(0).key();
        long successNanos = Long.MIN_VALUE;
        long waitingNanos = Long.MAX_VALUE;
        List<Attempt> byEnd = new ArrayList<>(attempts);
        byEnd.sort(Comparator.comparingLong(Attempt::endedNanos));
        for (Attempt attempt : byEnd) {
            waitingNanos = Math.min(waitingNanos, Math.max(successNanos, attempt.invokedNanos()));
            if (attempt.isAnswered()) {
                gaps.add(new Gap(key, waitingNanos, attempt.endedNanos() - waitingNanos));
                successNanos = attempt.endedNanos();
                waitingNanos = Long.MAX_VALUE;
            }
        }
        if (waitingNanos != Long.MAX_VALUE) {
            gaps.add(new Gap(key, waitingNanos, endNanos - waitingNanos));
        }
        return gaps;
    }

    private Gap since(long fromNanos) {
        return startNanos >= fromNanos ? this : new Gap(key, fromNanos, startNanos + nanos - fromNanos);
    }

    private Gap longer(Gap other) {
        return other.nanos > nanos ? other : this;
    }
}

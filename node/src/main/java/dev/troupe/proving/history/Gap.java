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
    private static final Gap NONE = new Gap("", 0, -1);

    /** The longest gap of any group of keys; 0 ns if there are no requests. */
    public static Gap longest(History history) {
        long endNanos = endNanos(history);
        Gap longest = history.byGroup().values().stream()
                .map(attempts -> longest(attempts, history.startNanos(), endNanos))
                .reduce(NONE, Gap::longer);
        return longest.nanos >= 0 ? longest : new Gap("", history.startNanos(), 0);
    }

    /** When the last attempt ended. */
    static long endNanos(History history) {
        return history.attempts().stream().mapToLong(Attempt::endedNanos).max().orElse(0);
    }

    /**
     * Of one group: from the first request after a success, to the next success.
     *
     * @param attempts of one group, at least one
     * @param endNanos when a gap ends that no success ends
     */
    static Gap longest(List<Attempt> attempts, long startNanos, long endNanos) {
        String key = attempts.get(0).key();
        Gap gap = new Gap(key, startNanos, 0);
        long successNanos = Long.MIN_VALUE;
        long waitingNanos = Long.MAX_VALUE;
        List<Attempt> byEnd = new ArrayList<>(attempts);
        byEnd.sort(Comparator.comparingLong(Attempt::endedNanos));
        for (Attempt attempt : byEnd) {
            waitingNanos = Math.min(waitingNanos, Math.max(successNanos, attempt.invokedNanos()));
            if (attempt.isAnswered()) {
                gap = gap.longer(new Gap(key, waitingNanos, attempt.endedNanos() - waitingNanos));
                successNanos = attempt.endedNanos();
                waitingNanos = Long.MAX_VALUE;
            }
        }
        return waitingNanos == Long.MAX_VALUE ? gap : gap.longer(new Gap(key, waitingNanos, endNanos - waitingNanos));
    }

    private Gap longer(Gap other) {
        return other.nanos > nanos ? other : this;
    }
}

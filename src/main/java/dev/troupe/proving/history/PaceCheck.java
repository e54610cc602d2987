package dev.troupe.proving.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether requests end in time, and how long the keys of a partition are out of reach. */
final class PaceCheck {
    private final Rules rules;
    private final History history;
    private final long endNanos;
    private final List<Finding> findings = new ArrayList<>();
    private Gap longest = new Gap("", 0, -1);

    /** Time in which no request to the partition of a key succeeded. */
    private record Gap(String key, long startNanos, long nanos) {}

    PaceCheck(Rules rules, History history) {
        this.rules = rules;
        this.history = history;
        this.endNanos =
                history.attempts().stream().mapToLong(Attempt::endedNanos).max().orElse(0);
    }

    /** Looks at the attempts of one group, by {@code invokedNanos}. */
    void check(List<Attempt> attempts) {
        attempts.stream()
                .filter(this::isTooSlow)
                .forEach(slow -> findings.add(new Finding(
                        Promise.REQUESTS_END, slow.key(), false, "took too long: " + slow.text(history.startNanos()))));
        Gap gap = longestGap(attempts);
        longest = longer(longest, gap);
        if (gap.nanos() > rules.recoverWithin().toNanos() || attempts.stream().noneMatch(PaceCheck::isSuccess)) {
            String key = attempts.get(0).key();
            findings.add(new Finding(
                    Promise.KEYS_COME_BACK,
                    key,
                    false,
                    "no request to the partition of " + key + " succeeded for " + gap.nanos() / 1_000_000 + " ms"));
        }
    }

    /** From the first request after a success, to the next success. */
    private Gap longestGap(List<Attempt> attempts) {
        String key = attempts.get(0).key();
        Gap gap = new Gap(key, history.startNanos(), 0);
        long successNanos = Long.MIN_VALUE;
        long waitingNanos = Long.MAX_VALUE;
        List<Attempt> byEnd = new ArrayList<>(attempts);
        byEnd.sort(Comparator.comparingLong(Attempt::endedNanos));
        for (Attempt attempt : byEnd) {
            waitingNanos = Math.min(waitingNanos, Math.max(successNanos, attempt.invokedNanos()));
            if (isSuccess(attempt)) {
                gap = longer(gap, new Gap(key, waitingNanos, attempt.endedNanos() - waitingNanos));
                successNanos = attempt.endedNanos();
                waitingNanos = Long.MAX_VALUE;
            }
        }
        return waitingNanos == Long.MAX_VALUE ? gap : longer(gap, new Gap(key, waitingNanos, endNanos - waitingNanos));
    }

    private static Gap longer(Gap one, Gap other) {
        return other.nanos() > one.nanos() ? other : one;
    }

    /** The longest time in which no request to some partition succeeded. */
    Duration longestGap() {
        return Duration.ofNanos(longest.nanos());
    }

    /** When that began, after the first request of the history. */
    Duration longestGapStart() {
        return Duration.ofNanos(longest.startNanos() - history.startNanos());
    }

    List<Finding> findings() {
        return findings;
    }

    private boolean isTooSlow(Attempt attempt) {
        return attempt.endedNanos() - attempt.invokedNanos()
                        >= rules.answerWithin().toNanos()
                && history.disturbances().stream()
                        .noneMatch(disturbance -> disturbance.overlaps(attempt, rules.recoverWithin()));
    }

    private static boolean isSuccess(Attempt attempt) {
        return !attempt.isUnknown() && attempt.outcome() != Outcome.Plain.REFUSED;
    }
}

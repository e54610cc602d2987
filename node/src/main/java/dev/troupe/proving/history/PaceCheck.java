package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.List;

/** Whether requests end in time, and how long the keys of a partition are out of reach. */
final class PaceCheck {
    private final Rules rules;
    private final History history;
    private final long endNanos;
    private final List<Finding> findings = new ArrayList<>();

    PaceCheck(Rules rules, History history) {
        this.rules = rules;
        this.history = history;
        this.endNanos = Gap.endNanos(history);
    }

    /** Looks at the attempts of one group, by {@code invokedNanos}. */
    void check(List<Attempt> attempts) {
        attempts.stream()
                .filter(this::isTooSlow)
                .forEach(slow -> findings.add(new Finding(
                        Promise.REQUESTS_END, slow.key(), false, "took too long: " + slow.text(history.startNanos()))));
        Gap gap = Gap.longest(attempts, history.startNanos(), endNanos);
        if (gap.nanos() > rules.recoverWithin().toNanos() || attempts.stream().noneMatch(Attempt::isAnswered)) {
            String key = attempts.get(0).key();
            findings.add(new Finding(
                    Promise.KEYS_COME_BACK,
                    key,
                    false,
                    "no request to the partition of " + key + " succeeded for " + gap.nanos() / 1_000_000 + " ms"));
        }
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
}

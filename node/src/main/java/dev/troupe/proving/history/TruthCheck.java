package dev.troupe.proving.history;

import dev.troupe.proving.history.Outcome.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that nobody wrote, values of refused writes, writes that happened twice, and versions that were used twice. */
final class TruthCheck {
    private final History history;
    private final Rules rules;
    private final Set<Attempt> lost;
    private final List<Finding> findings = new ArrayList<>();

    /** @param lost what was acknowledged and is known to be lost */
    TruthCheck(Rules rules, History history, Set<Attempt> lost) {
        this.rules = rules;
        this.history = history;
        this.lost = lost;
    }

    /** Looks at all attempts of a key. */
    void check(KeyFacts key) {
        key.reads.forEach(read -> checkSource(key, read));
        checkVersions(key);
        checkConditional(key);
        if (key.isExpiring()) {
            key.reads.forEach(read -> checkExpiry(key, read));
        }
    }

    List<Finding> findings() {
        return findings;
    }

    private void checkSource(KeyFacts key, Attempt read) {
        if (read.value() == Action.NOTHING) {
            return;
        }
        Optional<Attempt> write = key.writeOf(read.value());
        if (write.isEmpty()) {
            add(Promise.READS_ARE_TRUE, key, false, "nobody wrote it: " + text(read));
        } else if (read.isBefore(write.get())) {
            add(Promise.READS_ARE_TRUE, key, false, "read before it was written: " + text(read));
        } else if (write.get().outcome() == Plain.REFUSED || write.get().outcome() == Plain.UNMET) {
            add(Promise.READS_ARE_TRUE, key, false, "refused: " + text(write.get()) + "; then " + text(read));
        }
    }

    /** One value has one version, and one version one value. */
    private void checkVersions(KeyFacts key) {
        Map<Long, Attempt> byValue = new HashMap<>();
        Map<Long, Attempt> byVersion = new HashMap<>();
        for (Attempt attempt : key.all) {
            if (attempt.version() == 0 || attempt.value() == Action.FOREIGN) {
                continue;
            }
            @Nullable Attempt sameValue = byValue.putIfAbsent(attempt.value(), attempt);
            if (sameValue != null && sameValue.version() != attempt.version()) {
                add(Promise.WRITES_HAPPEN_ONCE, key, false, "one write, two versions: " + both(sameValue, attempt));
            }
            @Nullable Attempt sameVersion = byVersion.putIfAbsent(attempt.version(), attempt);
            if (sameVersion != null && sameVersion.value() != attempt.value()) {
                add(Promise.VERSIONS_ORDER, key, false, "one version, two values: " + both(sameVersion, attempt));
            }
        }
    }

    /** Over one value only one write can have succeeded, unless the first one was lost in a crash. */
    private void checkConditional(KeyFacts key) {
        Map<Long, Attempt> successors = new HashMap<>();
        for (Attempt write : key.acknowledged) {
            long expected = write.write().expected();
            if (expected <= Action.NOTHING) {
                continue;
            }
            @Nullable Attempt other = successors.putIfAbsent(expected, write);
            if (other != null) {
                add(Promise.WRITES_HAPPEN_ONCE, key, mayBeUndone(other), "over one value: " + both(other, write));
            }
        }
    }

    private boolean mayBeUndone(Attempt write) {
        return lost.contains(write)
                || (!rules.sync()
                        && history.disturbances().stream()
                                .anyMatch(disturbance -> disturbance.mayLose(write, rules.lossWindow())));
    }

    private void checkExpiry(KeyFacts key, Attempt read) {
        Optional<Attempt> write = key.writeOf(read.value()).filter(found -> !found.isUnknown());
        if (write.isEmpty() || write.get().write().ttlMillis() == 0) {
            return;
        }
        long lateNanos = read.invokedNanos()
                - write.get().endedNanos()
                - write.get().write().ttlMillis() * 1_000_000;
        if (lateNanos > rules.expiryGrace().toNanos()) {
            add(
                    Promise.ENTRIES_EXPIRE,
                    key,
                    false,
                    "there " + lateNanos / 1_000_000 + " ms after its time: " + both(write.get(), read));
        }
    }

    private String both(Attempt one, Attempt other) {
        return text(one) + "; and " + text(other);
    }

    private String text(Attempt attempt) {
        return attempt.text(history.startNanos());
    }

    private void add(Promise promise, KeyFacts key, boolean excused, String text) {
        findings.add(new Finding(promise, key.key, excused, text));
    }
}

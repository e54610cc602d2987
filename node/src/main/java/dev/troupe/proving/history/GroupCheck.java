package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for all keys of one partition together: one order of versions, and losses only at the end of an epoch. */
final class GroupCheck {
    private final Rules rules;
    private final History history;
    private final Set<Attempt> lost;
    private final List<Finding> findings = new ArrayList<>();

    /** @param lost what was acknowledged and is known to be lost */
    GroupCheck(Rules rules, History history, Set<Attempt> lost) {
        this.rules = rules;
        this.history = history;
        this.lost = lost;
    }

    /** Looks at the attempts of one group, by {@code invokedNanos}. */
    void check(List<Attempt> attempts) {
        checkOrder(attempts);
        checkTail(attempts);
    }

    List<Finding> findings() {
        return findings;
    }

    /** A write that began after another one was acknowledged has a higher version. */
    private void checkOrder(List<Attempt> attempts) {
        List<Attempt> byEnd = attempts.stream()
                .filter(Attempt::isAcknowledgedWrite)
                .sorted(Comparator.comparingLong(Attempt::endedNanos))
                .toList();
        int next = 0;
        @Nullable Attempt newest = null;
        for (Attempt write : attempts) {
            if (!write.isAcknowledgedWrite()) {
                continue;
            }
            for (; next < byEnd.size() && byEnd.get(next).isBefore(write); next++) {
                if (newest == null || Long.compareUnsigned(byEnd.get(next).version(), newest.version()) > 0) {
                    newest = byEnd.get(next);
                }
            }
            if (newest != null && Long.compareUnsigned(write.version(), newest.version()) <= 0) {
                add(Promise.VERSIONS_ORDER, write, mayBeBehind(write), "older version later: " + both(newest, write));
            }
        }
    }

    /** An asynchronous cache that is cut in two has two owners until the cut-off one learns of it. */
    private boolean mayBeBehind(Attempt write) {
        return !rules.sync()
                && history.disturbances().stream()
                        .anyMatch(disturbance ->
                                disturbance.mayDivide() && disturbance.overlaps(write, rules.detection()));
    }

    /** Within one epoch nothing newer than what was lost was seen by those who saw the loss. */
    private void checkTail(List<Attempt> attempts) {
        Map<Long, Attempt> oldestLost = new HashMap<>();
        attempts.stream()
                .filter(attempt -> lost.contains(attempt) && attempt.isAcknowledgedWrite())
                .forEach(attempt -> oldestLost.merge(epoch(attempt), attempt, GroupCheck::older));
        if (oldestLost.isEmpty()) {
            return;
        }
        for (Attempt read : attempts) {
            @Nullable Attempt missing = read.isSeen() ? oldestLost.get(epoch(read)) : null;
            if (missing != null
                    && Long.compareUnsigned(read.version(), missing.version()) > 0
                    && isAfterTheLoss(attempts, read)) {
                add(Promise.LOSS_IS_A_TAIL, read, false, "missing: " + both(missing, read));
                return;
            }
        }
    }

    /** Whether a newer epoch had been seen before a read began. */
    private static boolean isAfterTheLoss(List<Attempt> attempts, Attempt read) {
        Optional<Attempt> newer = attempts.stream()
                .filter(attempt -> attempt.version() != 0 && attempt.isBefore(read))
                .filter(attempt -> Long.compareUnsigned(epoch(attempt), epoch(read)) > 0)
                .findFirst();
        return newer.isPresent();
    }

    private static Attempt older(Attempt one, Attempt other) {
        return Long.compareUnsigned(one.version(), other.version()) < 0 ? one : other;
    }

    /** The upper half of a version: one owner's epoch. */
    private static long epoch(Attempt attempt) {
        return attempt.version() >>> 32;
    }

    private String both(Attempt one, Attempt other) {
        long start = history.startNanos();
        return one.key() + ", " + one.text(start) + "; and " + other.key() + ", " + other.text(start);
    }

    private void add(Promise promise, Attempt at, boolean excused, String text) {
        findings.add(new Finding(promise, at.key(), excused, text));
    }
}

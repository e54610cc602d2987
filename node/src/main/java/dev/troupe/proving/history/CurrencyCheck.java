package dev.troupe.proving.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads that answer with less than was acknowledged before them. Versions tell what is older. If what is missing is seen
 * again later, the read was stale; else it is lost.
 */
final class CurrencyCheck {
    private final Rules rules;
    private final History history;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Attempt> lost = new HashSet<>();

    CurrencyCheck(Rules rules, History history) {
        this.rules = rules;
        this.history = history;
    }

    /** Looks at all reads of a key. */
    void check(KeyFacts key) {
        int next = 0;
        @Nullable Attempt newest = null;
        for (Attempt read : key.reads) {
            for (; next < key.acknowledged.size() && key.acknowledged.get(next).isBefore(read); next++) {
                Attempt write = key.acknowledged.get(next);
                if (newest == null || Long.compareUnsigned(write.version(), newest.version()) > 0) {
                    newest = write;
                }
            }
            if (newest != null && Long.compareUnsigned(read.version(), newest.version()) < 0) {
                checkOlder(key, read, newest);
            }
            returnedAfterRemove(key, read).ifPresent(remove -> report(key, read, remove, isLost(key, read)));
        }
    }

    /** What was acknowledged and is lost, whether that is excused or not. */
    Set<Attempt> lost() {
        return lost;
    }

    List<Finding> findings() {
        return findings;
    }

    private void checkOlder(KeyFacts key, Attempt read, Attempt newest) {
        if (read.value() == Action.NOTHING && mayBeGone(key, read, newest)) {
            return;
        }
        report(key, read, newest, !key.isSeenAfter(read, newest.version()));
    }

    /** Whether a remove or an expiry explains that a read saw nothing although a write had happened. */
    private boolean mayBeGone(KeyFacts key, Attempt read, Attempt write) {
        Duration grace = rules.expiryGrace();
        return key.removes.stream()
                        .anyMatch(remove -> remove.settledNanos() >= write.invokedNanos()
                                && remove.invokedNanos() <= read.endedNanos())
                || key.expiring.stream()
                        .anyMatch(expiring -> expiring.settledNanos() >= write.endedNanos()
                                && expiring.invokedNanos() + expiring.write().ttlMillis() * 1_000_000 - grace.toNanos()
                                        <= read.endedNanos());
    }

    /** An acknowledged remove that lies between the write or a sight of what a read saw and that read. */
    private static Optional<Attempt> returnedAfterRemove(KeyFacts key, Attempt read) {
        if (read.value() == Action.NOTHING) {
            return Optional.empty();
        }
        Optional<Attempt> write = key.writeOf(read.value());
        return key.removes.stream()
                .filter(remove -> !remove.isUnknown() && remove.isBefore(read))
                .filter(remove -> write.filter(found -> !found.isUnknown() && found.isBefore(remove))
                        .isPresent())
                .reduce((earlier, later) -> later);
    }

    /**
     * Whether what a read saw after its remove is there again, since that is lost. The next read tells: it sees the same, or nothing, and only this
     * one was behind. If it sees something newer, or there is none, it tells nothing; then a read that may be stale was.
     */
    private boolean isLost(KeyFacts key, Attempt read) {
        Optional<Attempt> next = key.reads.stream().filter(read::isBefore).findFirst();
        if (next.filter(later -> later.version() == read.version()).isPresent()) {
            return true;
        }
        return next.filter(later -> isGoneAgain(key, read, later)).isEmpty() && !mayBeStale(read);
    }

    /** Whether a later read saw nothing, and another remove or an expiry are not the reason. */
    private static boolean isGoneAgain(KeyFacts key, Attempt read, Attempt later) {
        return later.value() == Action.NOTHING
                && key.removes.stream()
                        .noneMatch(remove -> remove.settledNanos() >= read.invokedNanos()
                                && remove.invokedNanos() <= later.endedNanos())
                && key.expiring.stream().noneMatch(expiring -> expiring.write().value() == read.value());
    }

    private void report(KeyFacts key, Attempt read, Attempt missing, boolean isLost) {
        long start = history.startNanos();
        String text = missing.text(start) + "; then " + read.text(start);
        if (!isLost) {
            findings.add(new Finding(Promise.READS_ARE_CURRENT, key.key, mayBeStale(read), text));
        } else if (lost.add(missing)) {
            findings.add(new Finding(Promise.ACKNOWLEDGED_WRITES_STAY, key.key, mayBeLost(missing), text));
        }
    }

    /** During a pause or a cut a node may take itself for an owner until it learns better. */
    private boolean mayBeStale(Attempt read) {
        return history.disturbances().stream()
                .anyMatch(disturbance -> disturbance.mayDivide() && disturbance.overlaps(read, rules.detection()));
    }

    private boolean mayBeLost(Attempt acknowledged) {
        return !rules.sync()
                && history.disturbances().stream()
                        .anyMatch(disturbance -> disturbance.mayLose(acknowledged, rules.lossWindow()));
    }
}

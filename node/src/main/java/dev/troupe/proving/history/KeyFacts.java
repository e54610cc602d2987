package dev.troupe.proving.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempts of one key, sorted by what they tell. */
final class KeyFacts {
    final String key;
    final List<Attempt> all;
    final List<Attempt> reads = new ArrayList<>();
    final List<Attempt> acknowledged = new ArrayList<>();
    /** Removes that happened or may have. */
    final List<Attempt> removes = new ArrayList<>();
    /** Writes with a time to live that happened or may have. */
    final List<Attempt> expiring = new ArrayList<>();

    private final Map<Long, Attempt> writes = new HashMap<>();
    private final Map<Long, Attempt> lastSight = new HashMap<>();

    /** @param attempts of one key by {@code invokedNanos} */
    KeyFacts(String key, List<Attempt> attempts) {
        this.key = key;
        this.all = attempts;
        for (Attempt attempt : attempts) {
            if (attempt.isWrite()) {
                writes.put(attempt.value(), attempt);
            }
            if (attempt.isSeen()) {
                reads.add(attempt);
                lastSight.put(attempt.version(), attempt);
            } else if (attempt.isAcknowledgedWrite()) {
                acknowledged.add(attempt);
            }
            if (attempt.isRemove() && attempt.mayHaveChanged()) {
                removes.add(attempt);
            }
            if (attempt.isWrite() && attempt.mayHaveChanged() && attempt.write().ttlMillis() > 0) {
                expiring.add(attempt);
            }
        }
        acknowledged.sort(Comparator.comparingLong(Attempt::endedNanos));
    }

    /** The attempt that wrote a value, if there was one. */
    Optional<Attempt> writeOf(long value) {
        return Optional.ofNullable(writes.get(value));
    }

    /** Whether a read that began after another one saw a version. */
    boolean isSeenAfter(Attempt read, long version) {
        @Nullable Attempt last = lastSight.get(version);
        return last != null && last.invokedNanos() > read.invokedNanos();
    }

    /** Whether any attempt has a time to live. */
    boolean isExpiring() {
        return !expiring.isEmpty();
    }
}

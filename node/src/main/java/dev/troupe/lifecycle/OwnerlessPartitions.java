package dev.troupe.lifecycle;

import dev.troupe.settings.SettingsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How long partitions have been without an owner, as one node knows it, and whether that is an alarm. Safe for use by many
 * threads.
 */
public final class OwnerlessPartitions {
    private static final int MOST_NAMED = 10;

    private final @Nullable Long[] sinceMillis;
    private final long limitMillis;
    private boolean alarm;

    /**
     * At first none has an owner.
     *
     * @param limit a partition without an owner for longer is an alarm
     */
    OwnerlessPartitions(int partitions, Duration limit, long nowMillis) {
        sinceMillis = new Long[partitions];
        Arrays.fill(sinceMillis, nowMillis);
        limitMillis = limit.toMillis();
    }

    /** Looks at all of them; a line for the log when an alarm begins or is over. */
    synchronized Optional<String> look(IntPredicate isOwned, long nowMillis) {
        for (int partition = 0; partition < sinceMillis.length; partition++) {
            if (isOwned.test(partition)) {
                sinceMillis[partition] = null;
            } else if (sinceMillis[partition] == null) {
                sinceMillis[partition] = nowMillis;
            }
        }
        List<Integer> tooLong = tooLong(nowMillis);
        boolean isChange = tooLong.isEmpty() == alarm;
        alarm = !tooLong.isEmpty();
        return isChange
                ? Optional.of(alarm ? begins(tooLong) : "alarm over: no partition is without an owner for long")
                : Optional.empty();
    }

    /** How long a partition has had no owner; nothing if it has one. */
    public synchronized Optional<Duration> ownerless(int partition, long nowMillis) {
        return Optional.ofNullable(sinceMillis[partition]).map(since -> Duration.ofMillis(nowMillis - since));
    }

    /** How many have no owner. */
    synchronized int count() {
        return (int) Arrays.stream(sinceMillis).filter(since -> since != null).count();
    }

    /** Whether one has been without an owner for too long. */
    public synchronized boolean isAlarm() {
        return alarm;
    }

    private List<Integer> tooLong(long nowMillis) {
        List<Integer> tooLong = new ArrayList<>();
        for (int partition = 0; partition < sinceMillis.length; partition++) {
            Long since = sinceMillis[partition];
            if (since != null && nowMillis - since > limitMillis) {
                tooLong.add(partition);
            }
        }
        return tooLong;
    }

    private String begins(List<Integer> tooLong) {
        List<String> named =
                tooLong.stream().limit(MOST_NAMED).map(String::valueOf).toList();
        return "alarm: " + tooLong.size() + " of " + sinceMillis.length + " partitions have had no owner for more than "
                + SettingsReader.text(Duration.ofMillis(limitMillis)) + ": " + String.join(", ", named)
                + (named.size() < tooLong.size() ? ", ..." : "");
    }
}

package dev.troupe.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When to ask again where the owners of partitions are: at once when one is lost, then at growing intervals until it reports.
 * Not thread safe: owned by a receiver.
 */
final class LocateSchedule {
    private static final long FIRST_INTERVAL_MILLIS = 200;
    private static final long LONGEST_INTERVAL_MILLIS = 2000;

    private record Due(long atMillis, long intervalMillis) {}

    private final Map<Integer, Due> searched = new HashMap<>();
    private boolean closed;

    /** All of these are to be found. */
    LocateSchedule(Collection<Integer> partitions) {
        partitions.forEach(partition -> lost(partition, 0));
    }

    /** The owner of a partition has reported. */
    void located(int partition) {
        searched.remove(partition);
    }

    /** The owner of a partition is gone. */
    void lost(int partition, long nowMillis) {
        searched.put(partition, new Due(nowMillis, FIRST_INTERVAL_MILLIS));
    }

    /** Nothing is looked for any more: what waits in a shard region would keep it from stopping. */
    void close() {
        closed = true;
    }

    /** The partitions to ask for now. */
    List<Integer> due(long nowMillis) {
        if (closed) {
            return List.of();
        }
        List<Integer> due = new ArrayList<>();
        searched.replaceAll((partition, next) -> {
            if (next.atMillis() > nowMillis) {
                return next;
            }
            due.add(partition);
            return new Due(
                    nowMillis + next.intervalMillis(), Math.min(2 * next.intervalMillis(), LONGEST_INTERVAL_MILLIS));
        });
        return due;
    }
}

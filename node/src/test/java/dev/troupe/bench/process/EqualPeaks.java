package dev.troupe.bench.process;

import dev.troupe.bench.process.MaxMemory.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills Redis, anew with each try, until the peak of its process is the wanted one.
 *
 * @param program name or file of redis-server
 * @param folder for logs
 * @param tries at most, 1 or more
 */
record EqualPeaks(String program, Filling filling, Path folder, int tries) {
    /**
     * The try whose peak came nearest.
     *
     * @param limit what Redis was given
     * @param reached whether its peak counts as equal
     */
    record Nearest(String limit, Filled filled, boolean reached) {}

    /** Fills it with entries of a row. */
    Nearest fill(Row row, long wantedPeakBytes) throws IOException, InterruptedException {
        MaxMemory tuning = new MaxMemory(wantedPeakBytes);
        List<Seen> seen = new ArrayList<>();
        Nearest nearest = attempt(row, tuning, seen);
        double distance = tuning.distance(seen.get(0));
        while (!nearest.reached() && seen.size() < tries) {
            Nearest next = attempt(row, tuning, seen);
            double nextDistance = tuning.distance(seen.get(seen.size() - 1));
            if (nextDistance < distance) {
                nearest = next;
                distance = nextDistance;
            }
        }
        return nearest;
    }

    /** Tries what comes next and adds what was seen. */
    private Nearest attempt(Row row, MaxMemory tuning, List<Seen> seen) throws IOException, InterruptedException {
        long maxMemoryBytes = tuning.next(seen);
        try (RedisProcess redis = RedisProcess.start(program, maxMemoryBytes, folder)) {
            Filled filled = filling.fill(redis, row);
            Seen last = new Seen(maxMemoryBytes, filled.memory().peakBytes());
            seen.add(last);
            System.err.printf(
                    Locale.ROOT,
                    "Redis of %s: peak %,d MiB, %.1f %% from the node's%n",
                    redis.limit(),
                    last.peakBytes() >> 20,
                    100 * tuning.distance(last));
            return new Nearest(redis.limit(), filled, tuning.isReached(last));
        }
    }
}

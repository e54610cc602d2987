package dev.troupe.bench.nodes;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures as they stand in tables. */
final class Cells {
    private Cells() {}

    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%,d", Math.round(time.toNanos() / 1e6));
    }

    static String fractional(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing has no median");
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The nearest-rank percentile of sorted values, 0 if there are none. */
    static long percentile(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)];
    }

    /** Sorted copies in one. */
    static long[] sorted(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }
}

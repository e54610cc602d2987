package dev.troupe.cli.replay;

import dev.troupe.api.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a replay found.
 *
 * @param threads that sent requests, each one after the other
 * @param nodes they were sent to
 * @param hits reads that found an entry
 * @param misses reads that found none, and were followed by a put
 * @param errors failed reads and puts by reason
 * @param nanos how long it took
 * @param gets latency of reads in microseconds
 * @param puts latency of puts in microseconds
 */
record ReplayReport(
        int threads,
        int nodes,
        long hits,
        long misses,
        Map<Reason, Long> errors,
        long nanos,
        Histogram gets,
        Histogram puts) {

    /** Reads, failed ones included. */
    long requests() {
        return gets.getTotalCount();
    }

    long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    double hitRatio() {
        return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
    }

    private double seconds() {
        return nanos / 1e9;
    }

    private double requestsPerSecond() {
        return nanos == 0 ? 0 : requests() / seconds();
    }

    /** For people. */
    List<String> text() {
        return List.of(
                line(
                        "requests   %,d in %.1f s, over %d node(s) by %d thread(s)",
                        requests(), seconds(), nodes, threads),
                line(
                        "hit ratio  %.2f %%  (%,d hits, %,d misses, each followed by a put)",
                        100 * hitRatio(), hits, misses),
                line("errors     %,d%s", errorCount(), errors.isEmpty() ? "" : "  " + errors),
                line("rate       %,.0f requests/s", requestsPerSecond()),
                "get        " + latency(gets),
                "put        " + latency(puts),
                "closed loop: a thread sends its next request after the last answer, so a stall delays requests instead of",
                "adding late ones, and the percentiles do not count the wait of those that were not sent");
    }

    /** For scripts. */
    Map<String, Object> json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("loop", "closed");
        members.put("threads", threads);
        members.put("nodes", nodes);
        members.put("requests", requests());
        members.put("hits", hits);
        members.put("misses", misses);
        members.put("hitRatio", rounded(hitRatio(), 6));
        members.put("errors", errorCount());
        members.put("errorsByReason", errors);
        members.put("seconds", rounded(seconds(), 3));
        members.put("requestsPerSecond", rounded(requestsPerSecond(), 1));
        members.put("getLatencyMicros", percentiles(gets));
        members.put("putLatencyMicros", percentiles(puts));
        return members;
    }

    private static String latency(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? "none"
                : line(
                        "p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  max %.2f ms",
                        histogram.getValueAtPercentile(50) / 1e3,
                        histogram.getValueAtPercentile(99) / 1e3,
                        histogram.getValueAtPercentile(99.9) / 1e3,
                        histogram.getMaxValue() / 1e3);
    }

    private static Map<String, Object> percentiles(Histogram histogram) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("count", histogram.getTotalCount());
        members.put("p50", histogram.getValueAtPercentile(50));
        members.put("p99", histogram.getValueAtPercentile(99));
        members.put("p99.9", histogram.getValueAtPercentile(99.9));
        members.put("max", histogram.getMaxValue());
        return members;
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

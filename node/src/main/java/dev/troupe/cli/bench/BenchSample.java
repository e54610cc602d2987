package dev.troupe.cli.bench;

import org.HdrHistogram.Histogram;

/**
 * What one run of a row has shown.
 *
 * @param nanos how long it took
 * @param cpuNanos processor time of both JVMs meanwhile
 * @param errors calls that failed
 * @param micros latency of all calls in microseconds
 */
public record BenchSample(long nanos, long cpuNanos, long errors, Histogram micros) {

    /** Such calls a second. */
    public double perSecond() {
        return nanos == 0 ? 0 : answered() * 1e9 / nanos;
    }

    /** Calls that were answered, failures left out. */
    public long answered() {
        return micros.getTotalCount() - errors;
    }
}

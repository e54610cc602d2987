package dev.troupe.cli;

import org.HdrHistogram.Histogram;

/**
 * What one run of a row has shown.
 *
 * @param nanos how long it took
 * @param errors calls that failed
 * @param micros latency of all calls in microseconds
 */
record BenchSample(long nanos, long errors, Histogram micros) {

    /** Calls that were answered, failures left out. */
    double perSecond() {
        return nanos == 0 ? 0 : (micros.getTotalCount() - errors) * 1e9 / nanos;
    }
}

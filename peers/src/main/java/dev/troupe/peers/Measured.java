package dev.troupe.peers;

/**
 * What one run has shown.
 *
 * @param perSecond answered calls
 * @param cpuMicros processor time of all members for a call, until they were idle again
 * @param errors calls that failed
 * @param p50Micros latency that half of the calls did not exceed
 * @param p99Micros latency that 99 of 100 did not exceed
 */
record Measured(double perSecond, double cpuMicros, long errors, long p50Micros, long p99Micros) {
    /** The members lost sight of each other meanwhile: it is another system now, and is not measured any more. */
    static final Measured PARTED = new Measured(0, 0, 0, 0, 0);

    /** Whether it is no more than a share away from the one before. */
    boolean isAsSteadyAs(Measured before, double share) {
        return Math.abs(perSecond - before.perSecond) <= share * before.perSecond;
    }
}

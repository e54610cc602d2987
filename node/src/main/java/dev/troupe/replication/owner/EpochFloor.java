package dev.troupe.replication.owner;

/**
 * The clock as a floor of epochs, so that they are not used again after a stop of the whole cluster. A clock outside 2025 to
 * 2100 is ignored.
 *
 * @param unixSeconds at {@code sinceMillis} of this node's clock
 */
record EpochFloor(long unixSeconds, long sinceMillis) {
    private static final long YEAR_2025 = 1_735_689_600L;
    private static final long YEAR_2100 = 4_102_444_800L;

    long at(long nowMillis) {
        long seconds = unixSeconds + (nowMillis - sinceMillis) / 1000;
        return seconds >= YEAR_2025 && seconds < YEAR_2100 ? seconds : 0;
    }
}

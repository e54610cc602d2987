package dev.troupe.store.segment;

/**
 * What is known of the deadlines in a segment: two spans, those before a horizon and those after it, each with deadlines
 * that are taken to be evenly spread. Two, for otherwise a single late deadline would hide all the early ones.
 * Approximate, since reads move idle deadlines and removals leave them. Owned by the {@link Segment}.
 */
public final class Deadlines {
    /** What it takes on the heap. */
    static final int OBJECT_BYTES = 64;

    /** How far the horizon is when it is drawn. */
    private static final long HORIZON_MILLIS = 16_000;

    /** Live entries that have a deadline. */
    public int timed;

    private long horizonMillis;
    private int near;
    private int far;
    private long nearEarliestMillis;
    private long nearLatestMillis;
    private long farEarliestMillis;
    private long farLatestMillis;

    Deadlines(long nowMillis) {
        forget(nowMillis);
    }

    /** Begins anew, but for the count of the entries. */
    public void forget(long nowMillis) {
        horizonMillis = nowMillis + HORIZON_MILLIS;
        near = 0;
        far = 0;
        nearEarliestMillis = EntryAttributes.NEVER;
        nearLatestMillis = Long.MIN_VALUE;
        farEarliestMillis = EntryAttributes.NEVER;
        farLatestMillis = Long.MIN_VALUE;
    }

    /** Takes note of a deadline. */
    public void add(long deadlineMillis) {
        if (deadlineMillis < horizonMillis) {
            near++;
            nearEarliestMillis = Math.min(nearEarliestMillis, deadlineMillis);
            nearLatestMillis = Math.max(nearLatestMillis, deadlineMillis);
        } else {
            far++;
            farEarliestMillis = Math.min(farEarliestMillis, deadlineMillis);
            farLatestMillis = Math.max(farLatestMillis, deadlineMillis);
        }
    }

    /** The part of them that should have passed, 0 to 1. */
    public double overdue(long nowMillis) {
        double passed = near * passed(nearEarliestMillis, nearLatestMillis, nowMillis)
                + far * passed(farEarliestMillis, farLatestMillis, nowMillis);
        return passed == 0 ? 0 : passed / (near + far);
    }

    /** When the first passes. */
    public long earliestMillis() {
        return Math.min(nearEarliestMillis, farEarliestMillis);
    }

    /** When all have passed. */
    public long latestMillis() {
        return Math.max(nearLatestMillis, farLatestMillis);
    }

    private static double passed(long earliestMillis, long latestMillis, long nowMillis) {
        if (nowMillis < earliestMillis) {
            return 0;
        }
        return latestMillis <= nowMillis
                ? 1
                : (nowMillis - earliestMillis + 1.0) / (latestMillis - earliestMillis + 1.0);
    }
}

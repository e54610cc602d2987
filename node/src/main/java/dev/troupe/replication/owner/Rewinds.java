package dev.troupe.replication.owner;

/** When what does not get through is sent again: at intervals that double as long as nothing is acknowledged. */
final class Rewinds {
    /** The longest interval is so many times that of repeats. */
    private static final int LONGEST = 16;

    private final long repeatMillis;
    private long lastMillis = Long.MIN_VALUE / 2;
    private long pauseMillis;

    Rewinds(long repeatMillis) {
        this.repeatMillis = repeatMillis;
        over();
    }

    /** Something has got through. */
    void over() {
        pauseMillis = repeatMillis / 2;
    }

    /** Whether it is time, which is taken for done then. */
    boolean isDue(long nowMillis) {
        if (nowMillis - lastMillis < pauseMillis) {
            return false;
        }
        lastMillis = nowMillis;
        pauseMillis = Math.min(2 * pauseMillis, LONGEST * repeatMillis);
        return true;
    }
}

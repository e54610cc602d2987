package dev.troupe.replication.copy;

/** The word of an owner that has stopped: nothing comes after what the copy has. Not thread safe. */
public class FinalMark {
    /** A mark that no hand-over has used for so long is void. */
    private static final long LONGEST_MILLIS = 10_000;

    private boolean set;
    private long sinceMillis;

    final void set(long nowMillis) {
        set = true;
        sinceMillis = nowMillis;
    }

    final boolean isSet() {
        return set;
    }

    /** Somebody has asked or opened, the copy has changed, or time has passed. */
    public void erase() {
        set = false;
    }

    final void tick(long nowMillis) {
        if (set && nowMillis - sinceMillis >= LONGEST_MILLIS) {
            erase();
        }
    }
}

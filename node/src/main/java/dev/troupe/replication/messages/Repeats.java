package dev.troupe.replication.messages;

/**
 * When to say again what was not answered: at intervals that double, up to 16 times the first, so that a slow way is not filled with
 * the same over and over.
 */
public final class Repeats {
    private static final int LONGEST = 16;

    private final long firstMillis;
    private boolean open;
    private long sinceMillis;
    private long saidMillis;
    private long pauseMillis;

    public Repeats(long firstMillis) {
        this.firstMillis = firstMillis;
    }

    /** Whether it has not been said, or not been answered for as long as it takes now. */
    public boolean isDue(long nowMillis) {
        return !open || nowMillis - saidMillis >= pauseMillis;
    }

    public void said(long nowMillis) {
        if (open) {
            pauseMillis = Math.min(2 * pauseMillis, LONGEST * firstMillis);
        } else {
            open = true;
            sinceMillis = nowMillis;
            pauseMillis = firstMillis;
        }
        saidMillis = nowMillis;
    }

    /** It was answered, or waits for no answer any more. */
    public void over() {
        open = false;
    }

    /** Whether nobody has answered for so long. */
    public boolean isInVain(long nowMillis, long longestMillis) {
        return open && nowMillis - sinceMillis >= longestMillis;
    }
}

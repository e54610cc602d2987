package dev.troupe.bench;

import java.time.Duration;
import java.util.Locale;

/** Says on standard error how far a long step is: a line when it starts, one every two seconds, one when it ends. */
final class Progress implements AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final String step;
    private final long total;
    private final long startNanos = System.nanoTime();
    private long nextNanos = startNanos + EVERY_NANOS;

    Progress(String step, long total) {
        this.step = step;
        this.total = total;
        System.err.println(step + " ...");
    }

    /** Cheap enough to be called for every few thousand operations. */
    void at(long done) {
        long now = System.nanoTime();
        if (now - nextNanos >= 0) {
            System.err.printf(Locale.ROOT, "%s ... %d %%%n", step, 100 * done / Math.max(1, total));
            nextNanos = now + EVERY_NANOS;
        }
    }

    @Override
    public void close() {
        System.err.printf(Locale.ROOT, "%s: %.1f s%n", step, (System.nanoTime() - startNanos) / 1e9);
    }
}

package dev.troupe.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Gives memory that the stores do not need any more back to the operating system. Java frees buffers outside the heap only when it collects, so a
 * collection is asked for when some have been dropped, where that does not stop the node ({@code -XX:+ExplicitGCInvokesConcurrent}, as the launcher
 * has it); elsewhere they are freed when Java collects for reasons of its own.
 */
final class MemoryRelease implements Runnable {
    /** How often it looks. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** So much later than the collection before it comes another one. */
    private static final long PAUSE_MILLIS = 30_000;
    /** Less is not worth a collection. */
    private static final long LEAST_BYTES = 8 << 20;

    private final LongSupplier dropping;
    private final LongSupplier nowMillis;
    private final Optional<Runnable> collector;
    private final AtomicBoolean isCollecting = new AtomicBoolean();
    private long collectedMillis;

    /**
     * One that does nothing until it is run.
     *
     * @param dropping drops what has not been used for a while; tells how many bytes of what was dropped Java has not freed yet
     * @param nowMillis a clock that does not go back
     * @param collector collects, and may take its time: it is run on a thread of its own; empty if Java is not to be asked
     */
    MemoryRelease(LongSupplier dropping, LongSupplier nowMillis, Optional<Runnable> collector) {
        this.dropping = dropping;
        this.nowMillis = nowMillis;
        this.collector = collector;
        this.collectedMillis = nowMillis.getAsLong() - PAUSE_MILLIS;
    }

    @Override
    public void run() {
        long droppedBytes = dropping.getAsLong();
        boolean isDue = nowMillis.getAsLong() - collectedMillis >= PAUSE_MILLIS && droppedBytes >= LEAST_BYTES;
        if (collector.isPresent() && isDue && isCollecting.compareAndSet(false, true)) {
            collectedMillis = nowMillis.getAsLong();
            Thread thread = new Thread(() -> collect(collector.get()), "troupe-memory-release");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void collect(Runnable present) {
        try {
            present.run();
        } finally {
            isCollecting.set(false);
        }
    }
}

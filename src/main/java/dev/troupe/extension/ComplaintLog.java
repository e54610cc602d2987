package dev.troupe.extension;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where it is told what was wrong with messages: one a second at most, and how many were left out, so that nobody can flood the log. */
final class ComplaintLog {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);
    private final AtomicLong leftOut = new AtomicLong();

    ComplaintLog(Class<?> teller) {
        this.log = LoggerFactory.getLogger(teller);
    }

    /** A message was dropped for what it is. */
    void tell(String what) {
        if (isDue()) {
            log.warn("dropped a message: {}{}", what, others());
        }
    }

    /** A message met a defect. */
    void tell(String what, Throwable defect) {
        if (isDue()) {
            log.error("{}{}", what, others(), defect);
        }
    }

    private boolean isDue() {
        long last = lastNanos.get();
        long now = System.nanoTime();
        boolean isDue = now - last >= INTERVAL_NANOS && lastNanos.compareAndSet(last, now);
        if (!isDue) {
            leftOut.incrementAndGet();
        }
        return isDue;
    }

    private String others() {
        long others = leftOut.getAndSet(0);
        return others == 0 ? "" : " (and " + others + " more before)";
    }
}

package dev.troupe.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where defects are told: a line each, and at most one stack trace a second, so that no client can flood the log. */
final class DefectLog {
    private static final Logger LOG = LoggerFactory.getLogger(DefectLog.class);
    private static final long TRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong lastTraceNanos = new AtomicLong(System.nanoTime() - TRACE_NANOS);

    /** Tells a defect under the request id that the client got. */
    void tell(String requestId, Throwable defect) {
        long last = lastTraceNanos.get();
        long now = System.nanoTime();
        if (now - last >= TRACE_NANOS && lastTraceNanos.compareAndSet(last, now)) {
            LOG.error("request {} failed", requestId, defect);
        } else {
            LOG.error("request {} failed: {}", requestId, defect.toString());
        }
    }
}

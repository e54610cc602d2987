package dev.troupe.http;

import dev.troupe.api.RateLimit;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where defects are told: a line each, and at most one stack trace a second, so that no client can flood the log. */
final class DefectLog {
    private static final Logger LOG = LoggerFactory.getLogger(DefectLog.class);

    private final RateLimit traces = new RateLimit(Duration.ofSeconds(1), System.nanoTime());

    /** Tells a defect under the request id that the client got. */
    void tell(String requestId, Throwable defect) {
        if (traces.pass(System.nanoTime()).isPresent()) {
            LOG.error("request {} failed", requestId, defect);
        } else {
            LOG.error("request {} failed: {}", requestId, defect.toString());
        }
    }
}

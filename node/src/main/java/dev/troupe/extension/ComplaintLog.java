package dev.troupe.extension;

import dev.troupe.api.RateLimit;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where it is told what was wrong with messages: one a second at most, and how many were left out, so that nobody can flood the log. */
final class ComplaintLog {
    private final Logger log;
    private final RateLimit limit = new RateLimit(Duration.ofSeconds(1), System.nanoTime());

    ComplaintLog(Class<?> teller) {
        this.log = LoggerFactory.getLogger(teller);
    }

    /** A message was dropped for what it is. */
    void tell(String what) {
        limit.pass(System.nanoTime()).ifPresent(others -> log.warn("dropped a message: {}{}", what, andMore(others)));
    }

    /** A message met a defect, which may be unable to say anything about itself. */
    void tell(String what, Throwable defect) {
        limit.pass(System.nanoTime()).ifPresent(others -> {
            String text = what + andMore(others);
            try {
                log.error(text, defect);
            } catch (RuntimeException | Error unspeakable) {
                log.error("{}: {}", text, defect.getClass().getName());
            }
        });
    }

    private static String andMore(long others) {
        return others == 0 ? "" : " (and " + others + " more before)";
    }
}

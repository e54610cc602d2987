package dev.troupe.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Requests of an edge and how long they took, by operation and outcome: the timer {@value #NAME}. Every combination is
 * resolved once, here, so recording looks nothing up by name and a zero is exposed before the first event.
 */
public final class RequestMeters {
    /** Name of the timer; Prometheus sees {@code troupe_http_requests_seconds}. */
    public static final String NAME = "troupe.http.requests";

    private static final Duration[] BOUNDS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10)
    };

    private final MeterBook book;
    private final Map<Operation, Map<Outcome, Timer>> timers = new EnumMap<>(Operation.class);

    /** What was asked for. */
    public enum Operation {
        GET,
        HEAD,
        PUT,
        DELETE,
        TOUCH,
        INCREMENT,
        CLEAR,
        KEYS,
        /** Anything that is not an operation on entries. */
        ADMIN
    }

    /** How it ended. */
    public enum Outcome {
        /** Done, or not modified. */
        DONE,
        /** There is no such entry, cache or route. */
        NOT_FOUND,
        /** A condition did not hold. */
        CONDITION_FAILED,
        /** The request was at fault. */
        INVALID,
        /** Overloaded, without an owner, without replicas or full. */
        UNAVAILABLE,
        /** A write whose outcome is unknown. */
        UNKNOWN,
        /** A defect of the cache. */
        ERROR
    }

    /** Declares the meters. @throws IllegalStateException if this book has them already */
    public RequestMeters(MeterBook book) {
        this.book = book;
        for (Operation operation : Operation.values()) {
            Map<Outcome, Timer> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                byOutcome.put(
                        outcome,
                        book.timer(
                                NAME,
                                "Requests to the HTTP front end, from the request's head to the reply",
                                Tags.of("operation", tag(operation), "outcome", tag(outcome)),
                                BOUNDS));
            }
            timers.put(operation, byOutcome);
        }
    }

    /** Counts one request that took this long. */
    public void record(Operation operation, Outcome outcome, long nanos) {
        timer(operation, outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** How many requests of this kind have been recorded. */
    public long count(Operation operation, Outcome outcome) {
        return timer(operation, outcome).count();
    }

    /** The book these meters stand in. */
    public MeterBook book() {
        return book;
    }

    private Timer timer(Operation operation, Outcome outcome) {
        return Objects.requireNonNull(
                Objects.requireNonNull(timers.get(operation)).get(outcome));
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

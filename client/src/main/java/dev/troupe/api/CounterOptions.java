package dev.troupe.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a counter begins that is not there yet; one that is there keeps its time to live.
 *
 * @param initial what the first step is added to
 * @param ttl time to live, 1 ms to 3650 days; empty means the cache's default
 */
public record CounterOptions(long initial, Optional<Duration> ttl) {
    /** From 0, with the cache's default. */
    public static final CounterOptions DEFAULT = new CounterOptions(0, Optional.empty());

    /**
     * @param initial what the first step is added to
     * @param ttl time to live, 1 ms to 3650 days; empty means the cache's default
     * @throws IllegalArgumentException if the duration is out of range
     */
    public CounterOptions {
        Objects.requireNonNull(ttl, "ttl").ifPresent(value -> CacheSpec.checkTtl("ttl", value));
    }
}

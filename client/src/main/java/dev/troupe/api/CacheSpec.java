package dev.troupe.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of one named cache.
 *
 * @param name its name
 * @param ttl time to live of an entry whose put names none; empty means that it never expires
 * @param maxTtl the longest time to live that a put may name; empty means {@link #LONGEST_TTL}
 * @param idle default maximum idle time (sliding expiry); empty means none
 * @param maxBytes memory this cache may take on one node, owned entries and copies together; empty means only the
 *     node's own budget bounds it
 * @param replication whether a write waits for its copies
 * @param eviction what happens when the memory is used up
 * @param readFrom who may answer a read that does not say so itself
 */
public record CacheSpec(
        CacheName name,
        Optional<Duration> ttl,
        Optional<Duration> maxTtl,
        Optional<Duration> idle,
        OptionalLong maxBytes,
        Replication replication,
        Eviction eviction,
        ReadFrom readFrom) {

    /** No time to live or idle time is longer than this: ten years of 365 days. */
    public static final Duration LONGEST_TTL = Duration.ofDays(3650);

    /** No time to live or idle time is shorter than this: 1 ms. */
    public static final Duration SHORTEST_TTL = Duration.ofMillis(1);

    /** Whether a write waits for its copies. */
    public enum Replication {
        /** Answered when the owner has applied it. */
        ASYNC,
        /** Answered when every backup has acknowledged it. */
        SYNC
    }

    /** What gives way when the memory is used up. */
    public enum Eviction {
        /** What was used only once, then what was used least. */
        S3_FIFO,
        /** The entry whose last use is the longest ago. */
        LRU,
        /** Nothing: a write that does not fit is refused. */
        NONE
    }

    /** Who may answer a read. */
    public enum ReadFrom {
        /** The owner of the key, and nobody else. */
        OWNER,
        /** A complete copy too, while the owner is silent: what it answers may be out of date. */
        ANY
    }

    /**
     * @param name its name
     * @param ttl time to live of an entry whose put names none; empty means that it never expires
     * @param maxTtl the longest time to live that a put may name; empty means {@link #LONGEST_TTL}
     * @param idle default maximum idle time (sliding expiry); empty means none
     * @param maxBytes memory this cache may take on one node, owned entries and copies together; empty means only the node's own budget bounds it
     * @param replication whether a write waits for its copies
     * @param eviction what happens when the memory is used up
     * @param readFrom who may answer a read
     * @throws IllegalArgumentException if a duration is out of range or the default exceeds {@code maxTtl}
     */
    public CacheSpec {
        ttl.ifPresent(value -> checkTtl("ttl", value));
        maxTtl.ifPresent(value -> checkTtl("maxTtl", value));
        idle.ifPresent(value -> checkTtl("idle", value));
        if (ttl.isPresent() && maxTtl.isPresent() && ttl.get().compareTo(maxTtl.get()) > 0) {
            throw new IllegalArgumentException("ttl " + ttl.get() + " is longer than maxTtl " + maxTtl.get());
        }
        if (maxBytes.isPresent() && maxBytes.getAsLong() <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, got " + maxBytes.getAsLong());
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(replication, "replication");
        Objects.requireNonNull(eviction, "eviction");
        Objects.requireNonNull(readFrom, "readFrom");
    }

    /**
     * A cache of this name with every setting at its default: no expiry, async, s3-fifo, read from the owner.
     *
     * @param name of the cache
     * @return its settings
     */
    public static CacheSpec of(CacheName name) {
        return new CacheSpec(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Replication.ASYNC,
                Eviction.S3_FIFO,
                ReadFrom.OWNER);
    }

    /**
     * The longest time to live that a put to this cache may name.
     *
     * @return between 1 ms and 3650 days
     */
    public Duration longestTtl() {
        return maxTtl.orElse(LONGEST_TTL);
    }

    /** @throws IllegalArgumentException unless {@code 1 ms <= value <= LONGEST_TTL} */
    static void checkTtl(String what, Duration value) {
        Ranges.check(what, value, SHORTEST_TTL, LONGEST_TTL);
    }
}

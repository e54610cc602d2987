package dev.troupe.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How an entry is to be stored.
 *
 * @param ttl time to live; empty means the cache's default
 * @param idle maximum idle time; empty means the cache's default
 * @param condition what must hold for the put to happen
 * @param mediaType the media type handed back with the value: 1 to 255 printable ASCII characters
 */
public record PutOptions(Optional<Duration> ttl, Optional<Duration> idle, Condition condition, String mediaType) {
    /** The media type of a value whose put names none. */
    public static final String OCTETS = "application/octet-stream";

    /** The cache's defaults, unconditionally, as octets. */
    public static final PutOptions DEFAULT =
            new PutOptions(Optional.empty(), Optional.empty(), Condition.always(), OCTETS);

    /** @throws IllegalArgumentException if a duration or the media type is out of range */
    public PutOptions {
        ttl.ifPresent(value -> CacheSpec.checkTtl("ttl", value));
        idle.ifPresent(value -> CacheSpec.checkTtl("idle", value));
        checkMediaType(mediaType);
    }

    /** The same with this time to live. */
    public PutOptions withTtl(Duration value) {
        return new PutOptions(Optional.of(value), idle, condition, mediaType);
    }

    /** The same with this maximum idle time. */
    public PutOptions withIdle(Duration value) {
        return new PutOptions(ttl, Optional.of(value), condition, mediaType);
    }

    /** The same under this condition. */
    public PutOptions withCondition(Condition value) {
        return new PutOptions(ttl, idle, value, mediaType);
    }

    /** The same with this media type. */
    public PutOptions withMediaType(String value) {
        return new PutOptions(ttl, idle, condition, value);
    }

    private static void checkMediaType(String text) {
        if (text.isEmpty() || text.length() > 255 || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a media type is 1 to 255 printable ASCII characters");
        }
    }
}

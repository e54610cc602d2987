package dev.troupe.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an entry is to be stored.
 *
 * @param ttl time to live, 1 ms to 3650 days; empty means the cache's default
 * @param idle maximum idle time, 1 ms to 3650 days; empty means the cache's default
 * @param condition what must hold for the put to happen
 * @param mediaType handed back with the value: 3 to 255 printable ASCII characters like {@code text/plain; charset=utf-8}; case and
 *     spacing may come back in another form that means the same
 */
public record PutOptions(Optional<Duration> ttl, Optional<Duration> idle, Condition condition, String mediaType) {
    /** The media type of a value whose put names none. */
    public static final String OCTETS = "application/octet-stream";

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-zA-Z0-9!#$%&'*+.^_`|~-]+/[a-zA-Z0-9!#$%&'*+.^_`|~-]+ *(;[\\x20-\\x7e]*)?");

    /** The cache's defaults, unconditionally, as octets. */
    public static final PutOptions DEFAULT =
            new PutOptions(Optional.empty(), Optional.empty(), Condition.always(), OCTETS);

    /**
     * @param ttl time to live, 1 ms to 3650 days; empty means the cache's default
     * @param idle maximum idle time, 1 ms to 3650 days; empty means the cache's default
     * @param condition what must hold for the put to happen
     * @param mediaType handed back with the value: 3 to 255 printable ASCII characters like {@code text/plain; charset=utf-8}; case and spacing may come back in another form that means the same
     * @throws IllegalArgumentException if a duration or the media type is out of range
     */
    public PutOptions {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(ttl, "ttl").ifPresent(value -> CacheSpec.checkTtl("ttl", value));
        Objects.requireNonNull(idle, "idle").ifPresent(value -> CacheSpec.checkTtl("idle", value));
        checkMediaType(mediaType);
    }

    /**
     * The same with this time to live.
     *
     * @param value the new one
     * @return the other options
     */
    public PutOptions withTtl(Duration value) {
        return new PutOptions(Optional.of(value), idle, condition, mediaType);
    }

    /**
     * The same with this maximum idle time.
     *
     * @param value the new one
     * @return the other options
     */
    public PutOptions withIdle(Duration value) {
        return new PutOptions(ttl, Optional.of(value), condition, mediaType);
    }

    /**
     * The same under this condition.
     *
     * @param value the new one
     * @return the other options
     */
    public PutOptions withCondition(Condition value) {
        return new PutOptions(ttl, idle, value, mediaType);
    }

    /**
     * The same with this media type.
     *
     * @param value the new one
     * @return the other options
     */
    public PutOptions withMediaType(String value) {
        return new PutOptions(ttl, idle, condition, value);
    }

    private static void checkMediaType(String text) {
        if (text.length() > 255 || !MEDIA_TYPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a media type is at most 255 printable ASCII characters like text/plain; charset=utf-8");
        }
    }
}

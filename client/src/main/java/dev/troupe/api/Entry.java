package dev.troupe.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What a read answers.
 *
 * @param <V> the value's type
 * @param value the value; an array in it is the reader's own
 * @param version new on every write of the entry and never used again; compared as unsigned
 * @param remaining time to live that is left; empty if the entry does not expire
 * @param mediaType as stored with the value
 */
public record Entry<V>(V value, long version, Optional<Duration> remaining, String mediaType) {

    /**
     * The same entry with another form of its value.
     *
     * @param <W> the other form
     * @param other what comes beside or instead of it
     * @return the other entry
     */
    public <W> Entry<W> withValue(W other) {
        return new Entry<>(other, version, remaining, mediaType);
    }
}

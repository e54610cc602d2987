package dev.troupe.extension;

import dev.troupe.api.Entry;
import dev.troupe.api.PutResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;

/** What {@link Troupe#gateway()} answers. */
public sealed interface CacheReply {
    /** Longest value, in bytes, that an answer to another node carries; one frame of the transport holds it. */
    int LONGEST_ABROAD_BYTES = 128 << 10;

    /** There is an entry. */
    record Found(Entry<byte[]> entry) implements CacheReply {}

    /** There is none. */
    enum Absent implements CacheReply {
        INSTANCE
    }

    /** What a put did. */
    record Stored(PutResult result) implements CacheReply {}

    /** What a remove did. */
    record Removed(RemoveResult result) implements CacheReply {}

    /**
     * The command was refused or its outcome is unknown, as the reason says.
     *
     * @param reason why
     * @param detail a sentence for people
     */
    record Failed(Reason reason, String detail) implements CacheReply {}
}

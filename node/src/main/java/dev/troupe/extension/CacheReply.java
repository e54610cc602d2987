package dev.troupe.extension;

import dev.troupe.api.Counted;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What {@link Troupe#gateway()} answers. Whoever gets it may change the arrays in it: nobody else has them. */
public sealed interface CacheReply {
    /** Most bytes of values and keys that an answer to another node carries; one frame of the transport holds it. */
    int LONGEST_ABROAD_BYTES = 128 << 10;

    /** There is an entry. */
    record Found(Entry<byte[]> entry) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Found {
            Objects.requireNonNull(entry, "entry");
        }
    }

    /** There is none. */
    enum Absent implements CacheReply {
        /** The only one. */
        INSTANCE
    }

    /** What a read found, and who answered. */
    record Read(ReadResult<byte[]> result) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Read {
            Objects.requireNonNull(result, "result");
        }
    }

    /** What a put did. */
    record Stored(PutResult result) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Stored {
            Objects.requireNonNull(result, "result");
        }
    }

    /** What a remove did. */
    record Removed(RemoveResult result) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Removed {
            Objects.requireNonNull(result, "result");
        }
    }

    /** Whether there was an entry to be given a new expiry. */
    record Touched(boolean isThere) implements CacheReply {}

    /** A counter after a step. */
    record Stepped(Counted counted) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Stepped {
            Objects.requireNonNull(counted, "counted");
        }
    }

    /** The entries that were asked for, in the order of the keys. */
    record FoundAll(List<Optional<Entry<byte[]>>> entries) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public FoundAll {
            entries = List.copyOf(entries);
        }
    }

    /** What the puts did, in their order. */
    record StoredAll(List<PutResult> results) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public StoredAll {
            results = List.copyOf(results);
        }
    }

    /** All entries are gone. */
    enum Cleared implements CacheReply {
        /** The only one. */
        INSTANCE
    }

    /** A page of keys. */
    record Keys(KeyPage<byte[]> page) implements CacheReply {
        /** @throws NullPointerException if there is nothing in it */
        public Keys {
            Objects.requireNonNull(page, "page");
        }
    }

    /**
     * The command was refused or its outcome is unknown, as the reason says.
     *
     * @param reason why
     * @param detail a sentence for people
     */
    record Failed(Reason reason, String detail) implements CacheReply {
        /**
         * @param reason why
         * @param detail a sentence for people
         * @throws NullPointerException naming the part that is null
         */
        public Failed {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }
}

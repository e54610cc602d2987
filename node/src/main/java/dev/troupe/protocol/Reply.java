package dev.troupe.protocol;

import dev.troupe.api.Reason;
import java.util.List;

/** What the owner answers to an operation, or a copy in its place; plain data. Times are what remains, in milliseconds, or {@code NEVER}. */
public sealed interface Reply {
    /** Bytes that a reply takes beyond its value, at most. */
    int FIXED_BYTES = 2048;

    /** Bytes it takes on the wire, at most. */
    default int sizeBytes() {
        return FIXED_BYTES;
    }

    /** The entry that was asked for. */
    record Found(long version, long remainingMillis, String mediaType, byte[] value) implements Reply {
        @Override
        public int sizeBytes() {
            return value.length + FIXED_BYTES;
        }
    }

    /** What is known of the entry that was asked for. */
    record Known(long version, long remainingMillis, String mediaType, int valueLength) implements Reply {}

    /** There is no such entry. */
    enum Absent implements Reply {
        INSTANCE
    }

    /** A new entry stands where none was. */
    record Created(long version) implements Reply {}

    /** A new entry stands where another was. */
    record Replaced(long version) implements Reply {}

    /** The entry is gone. */
    enum Removed implements Reply {
        INSTANCE
    }

    /** The entry has its new expiry. */
    enum Touched implements Reply {
        INSTANCE
    }

    /** The counter stands at this value. */
    record Counted(long version, long value) implements Reply {}

    /** All entries are gone. */
    enum Cleared implements Reply {
        INSTANCE
    }

    /**
     * Keys that were asked for.
     *
     * @param next lower bound of the hashes to come, or {@link dev.troupe.store.Store#END}
     */
    record Keys(List<Listed> keys, long next) implements Reply {
        @Override
        public int sizeBytes() {
            return keys.stream().mapToInt(listed -> listed.key().length + 16).sum() + FIXED_BYTES;
        }
    }

    /** A key and what is known of its entry. */
    record Listed(byte[] key, int valueLength, long remainingMillis) {}

    /** There is no such entry, and the asker may load it. */
    record Leased(long token) implements Reply {}

    /** The entry that was asked for, and the asker may load it again. */
    record LeasedAgain(long token, Found found) implements Reply {
        @Override
        public int sizeBytes() {
            return found.sizeBytes();
        }
    }

    /** There is no such entry, and somebody else is loading it. */
    enum Busy implements Reply {
        INSTANCE
    }

    /** There is no such entry, and whoever loaded it last has found that there is no value. */
    enum Nothing implements Reply {
        INSTANCE
    }

    /** The right to load is given back, or was not there. */
    enum Released implements Reply {
        INSTANCE
    }

    /**
     * What a copy says, not the owner.
     *
     * @param ageMillis since the copy has heard of the owner
     * @param reply to a read of one entry
     */
    record ByBackup(long ageMillis, Reply reply) implements Reply {
        @Override
        public int sizeBytes() {
            return reply.sizeBytes() + Long.BYTES + 1;
        }
    }

    /** The condition did not hold of this version, or of no entry at all. */
    record ConditionFailed(long version) implements Reply {}

    /** Nothing happened, or it is not known whether something did: the reason says which. */
    record Refused(Reason reason, String detail) implements Reply {}
}

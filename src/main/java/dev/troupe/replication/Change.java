package dev.troupe.replication;

import dev.troupe.store.EntryAttributes;

/**
 * One mutation of a partition; applying changes in the order of their versions is the only way its state ever changes. A
 * change carries all that a copy needs: the cache's number in the catalogue and when the entry expires on the clock of the
 * node that holds the change, so a copy never looks at a cache's settings. Versions grow and may leave numbers out.
 */
public sealed interface Change {
    /** Bytes that a change takes beyond its key, value and lists, at most. */
    int FIXED_BYTES = 400;

    /** Its number. */
    long version();

    /** Bytes it takes on the wire and in memory, at most. */
    int sizeBytes();

    /**
     * An entry is stored, whatever was there.
     *
     * @param expiresAtMillis or {@link EntryAttributes#NEVER}
     * @param idleMillis maximum idle time, or {@link EntryAttributes#NEVER}
     */
    record Put(
            long version,
            int cache,
            byte[] key,
            byte[] value,
            long expiresAtMillis,
            long idleMillis,
            String mediaType,
            Receipt receipt)
            implements Change {
        @Override
        public int sizeBytes() {
            return key.length + value.length + FIXED_BYTES;
        }
    }

    /** The entry of a key gets another expiry, same value and version. */
    record Touch(long version, int cache, byte[] key, long expiresAtMillis, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return key.length + FIXED_BYTES;
        }
    }

    /** The entry of a key goes. */
    record Remove(long version, int cache, byte[] key, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return key.length + FIXED_BYTES;
        }
    }

    /** All entries of a cache go. */
    record Clear(long version, int cache, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }
    }

    /**
     * Entries that the owner's store has evicted, or found expired.
     *
     * @param hashes of their keys, under the partition's seed
     * @param versions that they had, in the same order
     */
    record Drop(long version, int cache, long[] hashes, long[] versions) implements Change {
        @Override
        public int sizeBytes() {
            return 16 * hashes.length + FIXED_BYTES;
        }
    }

    /** A gateway is gone; the answers it might have asked for again are forgotten. */
    record Dismiss(long version, long gateway) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }
    }

    /** Part of a copy being filled, never of a stream: a receipt that the source remembers. */
    record Recall(long version, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }
    }
}

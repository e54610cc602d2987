package dev.troupe.replication.state;

import dev.troupe.store.segment.EntryAttributes;

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

    /** Calls the method of this kind of change. */
    <R> R accept(Visitor<R> visitor);

    /** The same with its times on another clock, which is so much ahead of this one. */
    default Change shifted(long aheadMillis) {
        return this;
    }

    /** A method for each kind of change. */
    interface Visitor<R> {
        R put(Put change);

        R touch(Touch change);

        R remove(Remove change);

        R clear(Clear change);

        R drop(Drop change);

        R dismiss(Dismiss change);

        R recall(Recall change);
    }

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
        /** What the entry has beside its value. */
        public EntryAttributes attributes() {
            return new EntryAttributes(version, expiresAtMillis, idleMillis, mediaType);
        }

        @Override
        public int sizeBytes() {
            return key.length + value.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.put(this);
        }

        @Override
        public Change shifted(long aheadMillis) {
            return aheadMillis == 0 || expiresAtMillis == EntryAttributes.NEVER
                    ? this
                    : new Put(
                            version, cache, key, value, expiresAtMillis + aheadMillis, idleMillis, mediaType, receipt);
        }
    }

    /** The entry of a key gets another expiry, same value and version. */
    record Touch(long version, int cache, byte[] key, long expiresAtMillis, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return key.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.touch(this);
        }

        @Override
        public Change shifted(long aheadMillis) {
            return aheadMillis == 0 || expiresAtMillis == EntryAttributes.NEVER
                    ? this
                    : new Touch(version, cache, key, expiresAtMillis + aheadMillis, receipt);
        }
    }

    /** The entry of a key goes. */
    record Remove(long version, int cache, byte[] key, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return key.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.remove(this);
        }
    }

    /** All entries of a cache go. */
    record Clear(long version, int cache, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clear(this);
        }
    }

    /**
     * Entries that the owner's store has evicted, or found expired.
     *
     * @param hashes of their keys, under the partition's seed
     * @param versions that they had, in the same order
     */
    record Drop(long version, int cache, long[] hashes, long[] versions) implements Change {
        /**
         * Most entries of one change, 4 MiB of them: enough for what the largest value makes room for, unless that is
         * entries of some 60 bytes and less.
         */
        public static final int MOST_ENTRIES = 1 << 18;

        @Override
        public int sizeBytes() {
            return 16 * hashes.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.drop(this);
        }
    }

    /** A gateway is gone; the answers it might have asked for again are forgotten. */
    record Dismiss(long version, long gateway) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dismiss(this);
        }
    }

    /** Part of a copy being filled, never of a stream: a receipt that the source remembers. */
    record Recall(long version, Receipt receipt) implements Change {
        @Override
        public int sizeBytes() {
            return FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.recall(this);
        }
    }
}

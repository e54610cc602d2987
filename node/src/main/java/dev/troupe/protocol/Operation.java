package dev.troupe.protocol;

import dev.troupe.api.Condition;

/** What a caller wants of the owner of a key; plain data. Carries its own condition, so that the owner decides it atomically. */
public sealed interface Operation {
    /** Of an operation that is about no key; the caller says which partition it goes to. */
    byte[] NO_KEY = {};

    /** Bytes that an operation takes beyond its key and value, at most. */
    int FIXED_BYTES = 2048;

    /** The cache's number in the catalogue. */
    int cache();

    /** The key it is about. */
    byte[] key();

    /** Whether it may change something. */
    default boolean isWrite() {
        return true;
    }

    /** Whether it must not be executed any more once its gateway has done with it. */
    default boolean isOnce() {
        return isWrite();
    }

    /** Bytes it takes on the wire, at most. */
    default int sizeBytes() {
        return key().length + FIXED_BYTES;
    }

    /** Calls the method of this kind of operation. */
    <R> R accept(Visitor<R> visitor);

    /** A method for each kind of operation. */
    interface Visitor<R> {
        R get(Get operation);

        R peek(Peek operation);

        R put(Put operation);

        R remove(Remove operation);

        R touch(Touch operation);

        R increment(Increment operation);

        R clear(Clear operation);

        R keys(Keys operation);

        R lease(Lease operation);

        R fill(Fill operation);

        R release(Release operation);
    }

    /** The entry of a key. */
    record Get(int cache, byte[] key) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.get(this);
        }
    }

    /** What is known of the entry of a key, without its value. */
    record Peek(int cache, byte[] key) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.peek(this);
        }
    }

    /**
     * Stores a value.
     *
     * @param ttlMillis time to live, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     * @param idleMillis maximum idle time, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     */
    record Put(
            int cache, byte[] key, byte[] value, Condition condition, long ttlMillis, long idleMillis, String mediaType)
            implements Operation {
        @Override
        public int sizeBytes() {
            return key.length + value.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.put(this);
        }
    }

    /** Removes an entry. */
    record Remove(int cache, byte[] key, Condition condition) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.remove(this);
        }
    }

    /**
     * Gives an entry a new expiry.
     *
     * @param ttlMillis time to live, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     */
    record Touch(int cache, byte[] key, long ttlMillis) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.touch(this);
        }
    }

    /**
     * Adds to a counter.
     *
     * @param by what is added
     * @param initial what it is added to if there is no entry
     * @param ttlMillis of a new entry, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     * @param idleMillis of a new entry, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     */
    record Increment(int cache, byte[] key, long by, long initial, long ttlMillis, long idleMillis)
            implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.increment(this);
        }
    }

    /** Removes all entries of a cache in this partition. */
    record Clear(int cache) implements Operation {
        @Override
        public byte[] key() {
            return NO_KEY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clear(this);
        }
    }

    /**
     * Some of the keys of a cache in this partition.
     *
     * @param cursor lower bound of their hashes
     * @param limit most keys, at least 1
     * @param prefix of the keys
     */
    record Keys(int cache, long cursor, int limit, byte[] prefix) implements Operation {
        @Override
        public byte[] key() {
            return NO_KEY;
        }

        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.keys(this);
        }
    }

    /**
     * The entry of a key, or the right to load it. No write: repeated under its number, it gets the same right.
     *
     * @param refreshMillis an entry that has no more than this left may be loaded again
     * @param limitMillis the right ends after this time
     */
    record Lease(int cache, byte[] key, long refreshMillis, long limitMillis) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public boolean isOnce() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lease(this);
        }
    }

    /**
     * Stores a loaded value, if the right to do so still stands.
     *
     * @param token of the right
     * @param ttlMillis time to live, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     * @param idleMillis maximum idle time, or {@link dev.troupe.store.segment.EntryAttributes#NEVER}
     */
    record Fill(int cache, byte[] key, long token, byte[] value, long ttlMillis, long idleMillis, String mediaType)
            implements Operation {
        @Override
        public int sizeBytes() {
            return key.length + value.length + FIXED_BYTES;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fill(this);
        }
    }

    /**
     * Gives a right to load back. No write: what it does twice is what it does once.
     *
     * @param token of the right
     * @param nothingMillis how long there is known to be no value; 0 if that is not known
     */
    record Release(int cache, byte[] key, long token, long nothingMillis) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.release(this);
        }
    }
}

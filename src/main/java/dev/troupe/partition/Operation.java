package dev.troupe.partition;

import dev.troupe.api.Condition;

/** What a caller wants of the owner of a key; plain data. Carries its own condition, so that the owner decides it atomically. */
sealed interface Operation {
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
     * @param ttlMillis time to live, or {@link dev.troupe.store.EntryAttributes#NEVER}
     * @param idleMillis maximum idle time, or {@link dev.troupe.store.EntryAttributes#NEVER}
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
}

package dev.troupe.replication;

import dev.troupe.store.EntryAttributes;

/**
 * One mutation of a partition; applying changes in the order of their versions is the only way its state ever changes. A
 * change carries all that a copy needs: the cache's number in the catalogue and what remains of the entry's time, so a copy
 * never looks at a cache's settings.
 */
public sealed interface Change {
    /** Its number. */
    long version();

    /** The cache's number in the catalogue. */
    int cache();

    /** The key it is about. */
    byte[] key();

    /**
     * An entry is stored, whatever was there.
     *
     * @param remainingMillis time to live, or {@link EntryAttributes#NEVER}
     * @param idleMillis maximum idle time, or {@link EntryAttributes#NEVER}
     */
    record Put(
            long version, int cache, byte[] key, byte[] value, long remainingMillis, long idleMillis, String mediaType)
            implements Change {}

    /** The entry of a key goes. */
    record Remove(long version, int cache, byte[] key) implements Change {}
}

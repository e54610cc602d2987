package dev.troupe.store.policy;

/**
 * The search for room for one value, from its first piece to its last. An entry that was hit is spared as long as the entries walked without
 * success, those spared beyond those dropped, are fewer than a bound; so the whole search walks no more than that bound and two entries for
 * each that is dropped, whoever takes what it has found meanwhile. It counts entries, not bytes, for bytes come and go as survivors move
 * and others write. Not thread safe: owned by who waits for the room.
 */
public final class RoomSearch {
    /** Most entries that are spared beyond those that are dropped. */
    static final int MOST_SPARED = 4096;

    private long walked;
    private long dropped;

    /** One that begins. */
    public RoomSearch() {}

    /** Entries walked so far. */
    public long walkedEntries() {
        return walked;
    }

    /** Forgets what was walked. */
    void begin() {
        walked = 0;
        dropped = 0;
    }

    /** Whether entries that were hit stay. */
    boolean isSparing() {
        return walked - 2 * dropped < MOST_SPARED;
    }

    /** So many entries were walked, of which some were dropped. */
    void walked(long entries, long droppedEntries) {
        walked += entries;
        dropped += droppedEntries;
    }
}

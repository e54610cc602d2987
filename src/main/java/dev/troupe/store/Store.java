package dev.troupe.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of one cache in one partition. Not thread safe: owned by one actor. */
public final class Store {
    private record Stored(byte[] value, EntryAttributes attributes, long[] readAtMillis) {}

    private static final int OVERHEAD_BYTES = 128;

    private final StoreSettings settings;
    private final MemoryPool pool;
    private final EntryView view = new EntryView();
    private final Map<ByteBuffer, Stored> entries = new LinkedHashMap<>();
    private long bytes;
    private long hits;
    private long misses;
    private long expired;
    private long evicted;

    /** An empty store that takes its memory from the pool. */
    public Store(StoreSettings settings, MemoryPool pool) {
        this.settings = settings;
        this.pool = pool;
    }

    /** The entry of a key, or null. Counts a hit or a miss and restarts the idle time. */
    public @Nullable EntryView get(byte[] key, long nowMillis) {
        Stored stored = live(key, nowMillis);
        if (stored == null) {
            misses++;
            return null;
        }
        hits++;
        stored.readAtMillis()[0] = nowMillis;
        return view.on(stored.value(), stored.attributes());
    }

    /** The entry of a key, or null; counts nothing and leaves the idle time alone. */
    public @Nullable EntryView peek(byte[] key, long nowMillis) {
        Stored stored = live(key, nowMillis);
        return stored == null ? null : view.on(stored.value(), stored.attributes());
    }

    /** Stores a value. The key is 1 to 512 bytes, the value at most 16 MiB. */
    public PutOutcome put(byte[] key, byte[] value, EntryAttributes attributes, long nowMillis) {
        remove(key, nowMillis);
        long size = (long) key.length + value.length + OVERHEAD_BYTES;
        while (!pool.tryReserve(size)) {
            if (settings.eviction() == StoreSettings.Policy.NONE || entries.isEmpty()) {
                return PutOutcome.FULL;
            }
            drop(entries.keySet().iterator().next());
            evicted++;
        }
        bytes += size;
        entries.put(ByteBuffer.wrap(key), new Stored(value, attributes, new long[] {nowMillis}));
        return PutOutcome.STORED;
    }

    /** Removes the entry of a key; true if there was a live one. */
    public boolean remove(byte[] key, long nowMillis) {
        boolean there = live(key, nowMillis) != null;
        if (there) {
            drop(ByteBuffer.wrap(key));
        }
        return there;
    }

    /** Gives the entry of a key a new expiry, same value and version; true if there was a live one. */
    public boolean touch(byte[] key, long expiresAtMillis, long nowMillis) {
        Stored stored = live(key, nowMillis);
        if (stored == null) {
            return false;
        }
        EntryAttributes old = stored.attributes();
        entries.put(
                ByteBuffer.wrap(key),
                new Stored(
                        stored.value(),
                        new EntryAttributes(old.version(), expiresAtMillis, old.idleMillis(), old.mediaType()),
                        stored.readAtMillis()));
        return true;
    }

    /** Removes everything and gives all memory back. */
    public void clear() {
        entries.clear();
        pool.release(bytes);
        bytes = 0;
    }

    /** Looks at no more than {@code budget} entries and removes those that have expired; returns how many. */
    public int expire(long nowMillis, int budget) {
        var overdue = entries.keySet().stream()
                .limit(budget)
                .filter(key -> isDead(entries.get(key), nowMillis))
                .toList();
        overdue.forEach(this::drop);
        expired += overdue.size();
        return overdue.size();
    }

    /** Figures since the store was made. */
    public StoreStats stats() {
        return new StoreStats(entries.size(), bytes, hits, misses, expired, evicted);
    }

    private @Nullable Stored live(byte[] key, long nowMillis) {
        Stored stored = entries.get(ByteBuffer.wrap(key));
        if (stored != null && isDead(stored, nowMillis)) {
            drop(ByteBuffer.wrap(key));
            expired++;
            return null;
        }
        return stored;
    }

    private static boolean isDead(@Nullable Stored stored, long nowMillis) {
        return stored != null
                && (stored.attributes().expiresAtMillis() <= nowMillis
                        || nowMillis - stored.readAtMillis()[0]
                                >= stored.attributes().idleMillis());
    }

    private void drop(ByteBuffer key) {
        Stored gone = entries.remove(key);
        if (gone != null) {
            long size = (long) key.remaining() + gone.value().length + OVERHEAD_BYTES;
            bytes -= size;
            pool.release(size);
        }
    }
}

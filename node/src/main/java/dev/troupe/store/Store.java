package dev.troupe.store;

import dev.troupe.store.index.HashOrderWalk;
import dev.troupe.store.index.KeyHash;
import dev.troupe.store.index.KeyIndex;
import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.EntryTable;
import dev.troupe.store.policy.Eviction;
import dev.troupe.store.policy.Expiry;
import dev.troupe.store.policy.Ghost;
import dev.troupe.store.policy.Reclaim;
import dev.troupe.store.policy.RoomSearch;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in one partition. Not thread safe: owned by one actor. It conducts: the {@link EntryTable}
 * holds the entries, {@link Reclaim} and {@link Expiry} take them away, {@link Eviction} decides which.
 *
 * <p>{@code nowMillis} is a clock that does not go back. No call takes time in proportion to the number of entries that
 * are stored; a put takes time in proportion to its bytes, see there.
 */
public final class Store {
    /** The cursor to begin with. */
    public static final long START = 0;
    /** The cursor that says there is no more; the same number as {@link #START}. */
    public static final long END = 0;

    /** Entries walked at a time to give memory back. */
    private static final int EVICTION_STEP = 64;
    /** Groups of the index, of about six entries each, that one call walks. */
    private static final int SCANNED_GROUPS = 1024;
    /** Moved in one call to give memory back: what takes about 0.1 ms. */
    private static final long MOST_RELOCATED_BYTES = 512 << 10;

    private final MemoryAccount account;
    private final KeyHash hash;
    private final SegmentMemory memory;
    private final SegmentLog log;
    private final KeyIndex index;
    private final EntryTable table;
    private final Ghost ghost;
    private final Eviction eviction;
    private final Reclaim reclaim;
    private final Expiry expiry;
    private final EntryWriter writer;
    private final HashOrderWalk walk;
    private final EntryView view;
    private long hits;
    private long misses;

    /** An empty store that takes its memory from the pool. */
    public Store(StoreSettings settings, MemoryPool pool) {
        this(settings, pool, DropListener.NONE);
    }

    /** The same with a listener for what it drops by itself. */
    public Store(StoreSettings settings, MemoryPool pool, DropListener listener) {
        account = new MemoryAccount(pool);
        hash = new KeyHash(settings.hashSeed());
        memory = new SegmentMemory(settings.segments(), account);
        log = new SegmentLog(memory, hash);
        index = new KeyIndex(log, account);
        table = new EntryTable(log, index, listener);
        ghost = new Ghost(account);
        eviction = new Eviction(settings, ghost);
        reclaim = new Reclaim(table, eviction, memory, account);
        expiry = new Expiry(table);
        writer = new EntryWriter(settings.mostEntries(), table, eviction, reclaim, expiry, account);
        walk = new HashOrderWalk(index, log);
        view = new EntryView(log);
    }

    /**
     * From now on it evicts and expires by itself, as one does from the beginning. Idle times start again, for a store
     * that rests may not have heard of the reads.
     */
    public void lead(long nowMillis) {
        if (eviction.isResting()) {
            eviction.rest(false);
            account.lead(true);
            log.restartIdleTimes(nowMillis);
        }
    }

    /**
     * Until it leads again it drops nothing by itself: reads hide what has expired, idle times do not count, changes find
     * hidden entries too, and a put that does not fit beside what lives is refused, though the stores that lead are
     * asked to give memory back. For a copy, which does only what its owner did.
     */
    public void rest() {
        eviction.rest(true);
        account.lead(false);
    }

    /** Whether there is an entry of a key, hidden ones included. */
    public boolean holds(byte[] key) {
        return index.find(hash.of(key), key) != KeyIndex.NONE;
    }

    /** The entry of a key, or null. Counts a hit or a miss and restarts the idle time. */
    public @Nullable EntryView get(byte[] key, long nowMillis) {
        long keyHash = hash.of(key);
        int slot = index.find(keyHash, key);
        int location = slot == KeyIndex.NONE ? SegmentLog.NOWHERE : index.location(slot);
        boolean isTimed = slot != KeyIndex.NONE && log.isTimed(location);
        if (slot == KeyIndex.NONE || (isTimed && live(keyHash, key, nowMillis) == KeyIndex.NONE)) {
            misses++;
            return null;
        }
        hits++;
        table.hit(slot, location);
        EntryView found = view.on(location);
        if (isTimed) {
            found.access(nowMillis);
        }
        return found;
    }

    /** The entry of a key, or null; counts nothing and leaves the idle time alone. */
    public @Nullable EntryView peek(byte[] key, long nowMillis) {
        int slot = live(hash.of(key), key, nowMillis);
        return slot == KeyIndex.NONE ? null : view.on(index.location(slot));
    }

    /**
     * Stores a value. When memory is short it walks the oldest entries until what it evicts makes room: a small value
     * takes the walk of a few segments, a large one that of about as many entries as its bytes have held, unless room was
     * {@linkplain #makeRoom made} before. Once it has spared 4,096 more than it has evicted, those that were hit are not
     * spared any more: it walks twice as many as it evicts, and those. A store that evicts nothing looks at some 20,000 at
     * most, to compact or because they may have expired, and then refuses; the next put goes on from there.
     *
     * @throws IllegalArgumentException if the key has not 1 to 512 bytes or the value more than 16 MiB
     */
    public PutOutcome put(byte[] key, byte[] value, EntryAttributes attributes, long nowMillis) {
        if (key.length == 0 || key.length > EntryLayout.LONGEST_KEY || value.length > EntryLayout.LONGEST_VALUE) {
            throw new IllegalArgumentException(
                    "key of " + key.length + " and value of " + value.length + " bytes are out of range");
        }
        reclaim.tidy(nowMillis);
        return writer.put(hash.of(key), key, value, attributes, nowMillis);
    }

    /**
     * Goes on with the search for room for a value that is to be put, walking no more than {@code budget} entries, rounded
     * up to 64; false if the put would have to walk on. True says that it need not wait, not that it will be stored:
     * others may take what was found, and where nothing gives way the put is refused at once.
     */
    public boolean makeRoom(
            byte[] key, byte[] value, EntryAttributes attributes, RoomSearch search, int budget, long nowMillis) {
        return writer.makeRoom(hash.of(key), key, value, attributes, search, budget, nowMillis);
    }

    /** Removes the entry of a key; true if there was a live one, or one that is hidden. */
    public boolean remove(byte[] key, long nowMillis) {
        reclaim.tidy(nowMillis);
        long keyHash = hash.of(key);
        int slot = changeable(keyHash, key, nowMillis);
        if (slot == KeyIndex.NONE) {
            return false;
        }
        table.remove(slot, keyHash);
        return true;
    }

    /**
     * Removes the entry with this hash and version, as a {@link DropListener} elsewhere has heard; true if it was
     * there.
     */
    public boolean drop(long keyHash, long version) {
        walk.gather(keyHash);
        for (int i = 0; i < walk.count() && walk.hash(i) == keyHash; i++) {
            if (view.on(walk.location(i)).version() == version) {
                table.remove(index.find(keyHash, walk.location(i)), keyHash);
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the entry of a key a new expiry, same value and version, and restarts its idle time; true if there was
     * one. If there was no memory for an expiry where there was none, the answer is false; then the entry is as before,
     * unless it was evicted in the attempt.
     */
    public boolean touch(byte[] key, long expiresAtMillis, long nowMillis) {
        long keyHash = hash.of(key);
        int slot = changeable(keyHash, key, nowMillis);
        if (slot == KeyIndex.NONE) {
            return false;
        }
        EntryView old = view.on(index.location(slot));
        if (log.reschedule(index.location(slot), expiresAtMillis, nowMillis)) {
            old.access(nowMillis);
            return true;
        }
        StoredEntry moved = new StoredEntry(key, old.value(), old.attributes().expiringAt(expiresAtMillis));
        // An entry that is evicted for its own successor would be a dropped version that is still there.
        if (eviction.evicts()) {
            table.remove(slot, keyHash);
        }
        boolean done = put(key, moved.value(), moved.attributes(), nowMillis) == PutOutcome.STORED;
        if (!done && eviction.evicts()) {
            table.evicted(keyHash, moved.attributes().version());
        }
        return done;
    }

    /** Removes everything and gives all memory back, in time proportional to segments. */
    public void clear() {
        reclaim.clear();
        expiry.clear();
        log.clear();
        index.clear();
        ghost.clear();
    }

    /** Gives all memory back and leaves the pool; the store must not be used any more. */
    public void close() {
        clear();
        account.close();
    }

    /**
     * Looks at no more than {@code budget} entries and removes those that have expired; returns how many. While other
     * stores need memory that this one holds beyond its share, it walks as many again to give it back.
     */
    public int expire(long nowMillis, int budget) {
        int removed = eviction.isResting() ? 0 : expiry.expire(nowMillis, budget);
        reclaim.tidy(nowMillis);
        reclaim.giveBack(budget - EVICTION_STEP, nowMillis);
        account.forget(nowMillis);
        if (reclaim.isDue()) {
            reclaim.compact(Math.min(budget, EVICTION_STEP + 8 * removed), nowMillis);
        }
        return removed;
    }

    /** Moves a bounded part of what lies where memory is to be given back; to be called now and then, also while it rests. */
    public void relocate() {
        if (account.slabs().isTidying()) {
            var unused = ghost.relocate(index.relocate(memory.relocate(MOST_RELOCATED_BYTES)));
        }
    }

    /** Whether something gives way when memory is short. */
    public boolean evicts() {
        return eviction.evicts();
    }

    /**
     * Walks no more than {@code budget} entries to give memory back; true once the store takes no more than so many
     * bytes. Each call of a store that evicts comes closer, and one without entries takes nothing; a store that does not
     * evict gives nothing back.
     */
    public boolean evictTo(long bytes, int budget, long nowMillis) {
        if (account.bytes() > bytes) {
            memory.releaseSpare();
        }
        for (int left = budget; left > 0 && account.bytes() > bytes; left -= EVICTION_STEP) {
            if (!reclaim.evict(Math.min(left, EVICTION_STEP), nowMillis)) {
                break;
            }
        }
        if (account.bytes() > bytes && index.size() == 0) {
            clear();
        }
        return account.bytes() <= bytes;
    }

    /**
     * Shows entries to a visitor in hash order, from a cursor on, until it refuses one or a bounded part of the index
     * has been walked; returns the cursor to go on with or {@link #END}. A cursor stays valid whatever happens to the store: an entry that is there all the time is
     * seen once.
     */
    public long scan(long cursor, EntryVisitor visitor, long nowMillis) {
        return walk.onFrom(cursor, SCANNED_GROUPS, location -> {
            EntryView entry = view.on(location);
            return isOver(entry, nowMillis) || visitor.visit(entry);
        });
    }

    /**
     * The next entries from a cursor on, no more than have {@code maxBytes} of keys and values together unless it is a
     * single one. There may be none though there are more to come: only {@link #END} says that there are not.
     */
    public SnapshotChunk chunk(long cursor, int maxBytes, long nowMillis) {
        return SnapshotChunk.of(this, cursor, maxBytes, nowMillis);
    }

    /** Figures of the store now. */
    public StoreStats stats() {
        return new StoreStats(
                index.size(),
                account.bytes(),
                log.liveBytes(),
                log.deadBytes(),
                hits,
                misses,
                table.expired(),
                table.evicted(),
                expiry.examined(),
                expiry.lagMillis(),
                eviction.ghostHits(),
                log.freedSegments(),
                reclaim.compactions(),
                eviction.smallShare());
    }

    /** Entries that were walked to give memory back, so far. */
    public long walkedEntries() {
        return reclaim.walkedEntries();
    }

    /** The entries themselves. */
    public EntryTable table() {
        return table;
    }

    /** What segments, index and ghost take, counted. */
    long takenBytes() {
        return memory.takenBytes() + index.takenBytes() + ghost.takenBytes();
    }

    /** The slot of a key, or none; removes its entry if that has expired, or hides it. */
    private int live(long keyHash, byte[] key, long nowMillis) {
        int slot = index.find(keyHash, key);
        if (eviction.isResting()) {
            return slot == KeyIndex.NONE || isOver(view.on(index.location(slot)), nowMillis) ? KeyIndex.NONE : slot;
        }
        if (slot != KeyIndex.NONE && log.deadline(index.location(slot)) <= nowMillis) {
            table.drop(slot, keyHash, DropListener.Cause.EXPIRED);
            return KeyIndex.NONE;
        }
        return slot;
    }

    /** The slot of a key that a change is about, or none. */
    private int changeable(long keyHash, byte[] key, long nowMillis) {
        return eviction.isResting() ? index.find(keyHash, key) : live(keyHash, key, nowMillis);
    }

    private boolean isOver(EntryView entry, long nowMillis) {
        return (eviction.isResting() ? entry.expiresAtMillis() : entry.deadlineMillis()) <= nowMillis;
    }
}

package dev.troupe.replication.state;

import dev.troupe.store.Store;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that one partition holds: a store for each cache, the receipts of what may be asked again, the position, and the
 * latest changes. Owners and copies have the same; an owner {@linkplain #execute executes} changes, a copy
 * {@linkplain #follow follows} them, and both come to the same {@link #apply}, which is the one mutation. Counting a hit and
 * refreshing idle time are reads of a store and not changes. Not thread safe: one actor has it at a time.
 */
public final class PartitionState {
    private final StoreMaker maker;
    private final long hashSeed;
    private final SortedMap<Integer, Store> stores = new TreeMap<>();
    private final Receipts receipts = new Receipts();
    private final Drops drops = new Drops();
    private final ChangeMemory memory;
    private final ReplicationLog log;
    private boolean leading;
    private boolean whole = true;
    private long lastVersion;
    private long opening;

    /**
     * An empty partition at position 0, as a copy.
     *
     * @param maker makes the store of a cache at its first use
     * @param hashSeed the same for all copies of the partition
     * @param memory for the latest changes
     */
    public PartitionState(StoreMaker maker, long hashSeed, ChangeMemory memory) {
        this.maker = maker;
        this.hashSeed = hashSeed;
        this.memory = memory;
        this.log = new ReplicationLog(memory, 0);
    }

    /** Seed of the hashes of its keys. */
    public long hashSeed() {
        return hashSeed;
    }

    /** Its position: the version of the last change applied. */
    public long lastVersion() {
        return lastVersion;
    }

    /** The latest changes. */
    public ReplicationLog log() {
        return log;
    }

    /** Of the node, for changes. */
    public ChangeMemory memory() {
        return memory;
    }

    /** What may be asked again. */
    public Receipts receipts() {
        return receipts;
    }

    /** False after a defect in the middle of a change: then it is no copy of anything any more. */
    public boolean isWhole() {
        return whole;
    }

    /** The entries of a cache in this partition. */
    public Store store(int cache) {
        Store store = stores.get(cache);
        if (store == null) {
            store = maker.make(cache, hashSeed, drops.listener(cache));
            if (!leading) {
                store.rest();
            }
            stores.put(cache, store);
        }
        return store;
    }

    /** The stores made so far, by the number of the cache. */
    public SortedMap<Integer, Store> stores() {
        return Collections.unmodifiableSortedMap(stores);
    }

    // ---- as an owner

    /** Moves a bounded part of what lies where memory is to be given back. */
    public void relocate() {
        stores.values().forEach(Store::relocate);
    }

    /** From now on it evicts and expires by itself, and numbers its changes in this epoch. Idle times start again. */
    public void lead(long epoch, long nowMillis) {
        opening = Version.opening(epoch);
        leading = true;
        stores.values().forEach(store -> store.lead(nowMillis));
    }

    /** From now on it does only what it is told. */
    public void rest() {
        leading = false;
        log.lacking(ReplicationLog.NOTHING_LACKS, ReplicationLog.NOTHING_LACKS);
        stores.values().forEach(Store::rest);
    }

    /** The number for the next change; one before it is left for what the change makes the store drop. */
    public long nextVersion() {
        return Version.next(nextFree());
    }

    /**
     * Applies a change that was numbered by {@link #nextVersion} since the change before, and what it made the store drop
     * as a change before it, so that a copy has room for it too. If there is no memory for it, what was dropped in
     * vain is a change all the same.
     *
     * @return false if there is no memory for it; then the value is not stored, and a cache that evicts may have evicted
     *     others, or the older value of the key
     */
    public boolean execute(Change change, long nowMillis) {
        long before = nextFree();
        boolean applied = apply(change, nowMillis);
        drops.take(before).ifPresent(this::record);
        if (applied) {
            record(change);
        }
        settle();
        return applied;
    }

    /**
     * Makes changes of what the stores have dropped since, while they were read or swept; whether there were any. To be
     * called before the next change is numbered.
     */
    public boolean settle() {
        boolean any = !drops.isEmpty();
        while (!drops.isEmpty()) {
            drops.take(nextFree()).ifPresent(this::record);
        }
        return any;
    }

    // ---- as a copy

    /**
     * Applies the next change of the owner.
     *
     * @return false if there is no memory for it; then the copy is not whole any more
     */
    public boolean follow(Change change, long nowMillis) {
        if (!apply(change, nowMillis)) {
            whole = false;
            return false;
        }
        record(change);
        return true;
    }

    /** Takes in a piece of another copy; false if there is no memory for it. */
    public boolean absorb(List<Change> content, long nowMillis) {
        for (Change change : content) {
            if (!apply(change, nowMillis)) {
                return false;
            }
        }
        return true;
    }

    /** Has all up to a position, by other means than following. */
    public void arriveAt(long version) {
        lastVersion = version;
        log.restart(version);
    }

    /**
     * A piece of its content, of no more than so many bytes unless it is a single entry.
     *
     * @param from {@link Content#START} or where the piece before ended
     */
    public Content content(Content.Cursor from, int maxBytes, long nowMillis) {
        return ContentReader.read(this, from, maxBytes, nowMillis);
    }

    /** Gives all memory back. */
    public void close() {
        stores.values().forEach(Store::close);
        stores.clear();
        log.restart(lastVersion);
    }

    private long nextFree() {
        return Version.next(Long.compareUnsigned(lastVersion, opening) > 0 ? lastVersion : opening);
    }

    private void record(Change change) {
        log.append(change);
        lastVersion = change.version();
    }

    /** The one mutation. */
    private boolean apply(Change change, long nowMillis) {
        boolean before = whole;
        whole = false;
        boolean applied = change.accept(new ChangeApplier(this, nowMillis));
        whole = before;
        return applied;
    }
}

package dev.troupe.store;

import dev.troupe.store.index.KeyIndex;
import dev.troupe.store.memory.MemoryAccount;
import dev.troupe.store.policy.EntryTable;
import dev.troupe.store.policy.Eviction;
import dev.troupe.store.policy.Expiry;
import dev.troupe.store.policy.Reclaim;
import dev.troupe.store.policy.RoomSearch;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.store.segment.EntryDraft;
import dev.troupe.store.segment.EntryLayout;
import dev.troupe.store.segment.Segment;
import dev.troupe.store.segment.SegmentLog;
import dev.troupe.store.segment.SegmentMemory;

/** Writes entries, in the place of their predecessors, beside them or where {@link Reclaim} makes room. Owned by the store. */
final class EntryWriter {
    /** Entries looked at before a put is refused because nothing is evicted. */
    private static final int EXPIRY_STEP = 4096;

    private final long mostEntries;
    private final EntryTable table;
    private final SegmentLog log;
    private final KeyIndex index;
    private final Eviction eviction;
    private final Reclaim reclaim;
    private final Expiry expiry;
    private final MemoryAccount account;

    EntryWriter(
            long mostEntries,
            EntryTable table,
            Eviction eviction,
            Reclaim reclaim,
            Expiry expiry,
            MemoryAccount account) {
        this.mostEntries = mostEntries;
        this.table = table;
        this.log = table.log;
        this.index = table.index;
        this.eviction = eviction;
        this.reclaim = reclaim;
        this.expiry = expiry;
        this.account = account;
    }

    PutOutcome put(long keyHash, byte[] key, byte[] value, EntryAttributes attributes, long nowMillis) {
        reclaim.begin();
        EntryDraft draft = draft(key, value, attributes, nowMillis);
        PutOutcome outcome = write(keyHash, draft, nowMillis);
        if (outcome == PutOutcome.FULL) {
            outcome = writeInNeed(keyHash, draft, nowMillis);
        }
        if (outcome == PutOutcome.STORED) {
            account.got(SegmentMemory.withCompany(draft.size()));
        }
        return outcome;
    }

    /** A piece of the work that a put would do for room; true if nothing of it is left. */
    boolean makeRoom(
            long keyHash,
            byte[] key,
            byte[] value,
            EntryAttributes attributes,
            RoomSearch search,
            int budget,
            long nowMillis) {
        EntryDraft draft = draft(key, value, attributes, nowMillis);
        int slot = index.find(keyHash, key);
        return (slot != KeyIndex.NONE && log.hasRoomAt(index.location(slot), draft, nowMillis))
                || reclaim.makeRoom(draft.size(), search, budget, nowMillis);
    }

    private EntryDraft draft(byte[] key, byte[] value, EntryAttributes attributes, long nowMillis) {
        return eviction.isOrdered()
                ? EntryLayout.draft(key, value, attributes, nowMillis)
                : EntryLayout.draftForAnyExpiry(key, value, attributes);
    }

    private PutOutcome write(long keyHash, EntryDraft draft, long nowMillis) {
        int slot = index.find(keyHash, draft.key());
        if (slot == KeyIndex.NONE) {
            return add(keyHash, draft, nowMillis);
        }
        if (log.overwrite(index.location(slot), draft, nowMillis)) {
            table.hit(slot, index.location(slot));
            return PutOutcome.STORED;
        }
        return replace(keyHash, slot, draft, nowMillis);
    }

    /**
     * Writes what was refused, in the place of what has expired or with the help of the other stores; one that evicts
     * nothing gets that up to its share.
     */
    private PutOutcome writeInNeed(long keyHash, EntryDraft draft, long nowMillis) {
        long needed = SegmentMemory.withCompany(draft.size());
        PutOutcome outcome = PutOutcome.FULL;
        if (!eviction.evicts() && !eviction.isResting() && expiry.expire(nowMillis, EXPIRY_STEP) > 0) {
            outcome = write(keyHash, draft, nowMillis);
        }
        if (outcome == PutOutcome.FULL
                && (eviction.isOrdered() || eviction.isResting() || account.isWithinShare(needed))
                && account.ask(needed, nowMillis)) {
            try {
                outcome = write(keyHash, draft, nowMillis);
            } finally {
                account.calm();
            }
        }
        return outcome;
    }

    private PutOutcome add(long keyHash, EntryDraft draft, long nowMillis) {
        while (index.size() >= mostEntries || !index.ensureRoom(keyHash)) {
            if (!reclaim.makeRoom(nowMillis)) {
                return PutOutcome.FULL;
            }
        }
        Eviction.Admission admission = eviction.admit(keyHash, index.size());
        int location = reclaim.claim(admission.queue, draft.size(), nowMillis);
        if (location == SegmentLog.NOWHERE) {
            return PutOutcome.FULL;
        }
        table.add(keyHash, location, draft, admission.hits, nowMillis);
        return PutOutcome.STORED;
    }

    /** Somewhere else if there is room, in the place of the old entry if it fits there, else where room is made. */
    private PutOutcome replace(long keyHash, int old, EntryDraft draft, long nowMillis) {
        Segment home = log.segment(index.location(old));
        int location = reclaim.claimBeside(home, draft.size(), nowMillis);
        if (location == SegmentLog.NOWHERE && log.overwriteAnyway(index.location(old), draft, nowMillis)) {
            table.hit(old, index.location(old));
            return PutOutcome.STORED;
        }
        location = location == SegmentLog.NOWHERE ? reclaim.claim(home.queue, draft.size(), nowMillis) : location;
        if (location == SegmentLog.NOWHERE) {
            return PutOutcome.FULL;
        }
        // Making room may have moved the old entry or dropped it; then the place it left in the index is still free.
        int slot = index.find(keyHash, draft.key());
        if (slot == KeyIndex.NONE) {
            table.add(keyHash, location, draft, 0, nowMillis);
        } else {
            table.replace(slot, location, draft, nowMillis);
        }
        return PutOutcome.STORED;
    }
}

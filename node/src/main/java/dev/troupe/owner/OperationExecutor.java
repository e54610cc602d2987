package dev.troupe.owner;

import dev.troupe.api.Reason;
import dev.troupe.metrics.CacheFigures;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionSize;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipts;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.StoreStats;
import dev.troupe.store.policy.RoomSearch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Executes requests on the state of a partition while it is owned: the {@link OperationDecider} decides, the state applies. Lives as long as one
 * opening of the {@link Owner}; rights to load end with it. Not thread safe.
 */
public final class OperationExecutor {
    private static final Reply FULL =
            new Reply.Refused(Reason.CACHE_FULL, "the memory of this cache is used up and it evicts nothing");
    private static final Reply SHORT = new Reply.Refused(
            Reason.OVERLOADED,
            "other parts of the key space are giving memory back for this value; nothing was stored");

    /** A gateway that asked an owner before this one, and has not come here after so long, waits for nothing any more. */
    private static final long STRANGER_MILLIS = 120_000;

    /** Smaller ones take the place of so few entries that the put may see to it. */
    private static final int LARGE_BYTES = 64 << 10;
    /**
     * Entries that are walked at a time to make room, which may all have to be told to the copies: half a ms to one. The last piece comes
     * with the put, which takes 3 ms for 16 MiB.
     */
    private static final int ROOM_STEP = 1024;

    private final int partition;
    private final PartitionState state;
    private final Leases leases;
    private final OperationDecider decider;
    private final long openedAtMillis;
    /** What its stores had counted when that was taken last, or before, under another owner or as copies. */
    private Map<Integer, CacheFigures> told;

    /** One that answers with values of any length. */
    public OperationExecutor(int partition, PartitionState state, long nowMillis) {
        this(partition, state, AnswerMemory.unbounded(), nowMillis);
    }

    public OperationExecutor(int partition, PartitionState state, AnswerMemory answers, long nowMillis) {
        this.partition = partition;
        this.state = state;
        this.leases = new Leases(state.nextVersion());
        this.decider = new OperationDecider(state, leases, answers);
        this.openedAtMillis = nowMillis;
        this.told = stored();
    }

    int partition() {
        return partition;
    }

    long epoch() {
        return Version.epoch(state.nextVersion());
    }

    Receipts receipts() {
        return state.receipts();
    }

    /** A gateway is gone. */
    public void dismiss(long gateway, long nowMillis) {
        leases.dismiss(gateway);
        if (state.receipts().hasAny(gateway)) {
            state.execute(new Change.Dismiss(state.nextVersion(), gateway), nowMillis);
        }
    }

    /** Dismisses the gateways that asked an owner before this one and have not come here in two minutes. */
    void dismissStrangers(LongPredicate isKnown, long nowMillis) {
        if (nowMillis - openedAtMillis < STRANGER_MILLIS) {
            return;
        }
        for (long gateway : state.receipts().gateways()) {
            if (!isKnown.test(gateway)) {
                dismiss(gateway, nowMillis);
            }
        }
    }

    /** Version of the last change of a write that was executed before, 0 if it changed nothing. */
    long versionOfFirst(Request request) {
        Change.@Nullable Recall recalled = state.receipts().answer(request.gateway(), request.number());
        return recalled == null ? 0 : recalled.version();
    }

    /** Whether what an operation stores is so large that room is made for it beforehand. */
    static boolean isLarge(Operation operation) {
        return operation.sizeBytes() >= LARGE_BYTES;
    }

    /** Goes on with the search for room for what a request would store, if it would, a bounded piece of work; false if there is more to do. */
    boolean makeRoom(Request request, RoomSearch search, long nowMillis) {
        boolean made = true;
        for (Change change : decider.decide(request, nowMillis).changes()) {
            if (change instanceof Change.Put put) {
                made = state.store(put.cache())
                        .makeRoom(put.key(), put.value(), put.attributes(), search, ROOM_STEP, nowMillis);
            }
        }
        state.settle();
        return made;
    }

    /** Executes a request that has not been answered before. */
    public Reply execute(Request request, long nowMillis) {
        Decision decision = decider.decide(request, nowMillis);
        Reply reply = decision.reply();
        for (Change change : decision.changes()) {
            if (state.execute(change, nowMillis)) {
                leases.changed(change);
            } else {
                reply = state.store(request.operation().cache()).evicts() ? SHORT : FULL;
            }
        }
        state.settle();
        leases.executed(request, reply, nowMillis);
        return reply;
    }

    /** Removes what has expired, looking at no more than so many entries of each cache; returns how many went. */
    int sweep(long nowMillis, int budget) {
        leases.expire(nowMillis);
        int removed = 0;
        for (Store store : state.stores().values()) {
            removed += store.expire(nowMillis, budget);
        }
        state.relocate();
        state.settle();
        return removed;
    }

    /** What is held of each cache now, by its number, and what has been counted since this was called last, or since it was opened. */
    Map<Integer, CacheFigures> takeFigures() {
        Map<Integer, CacheFigures> now = stored();
        Map<Integer, CacheFigures> figures = new HashMap<>();
        now.forEach((cache, all) -> figures.put(cache, all.since(told.getOrDefault(cache, CacheFigures.NONE))));
        told = now;
        return figures;
    }

    private Map<Integer, CacheFigures> stored() {
        Map<Integer, CacheFigures> figures = new HashMap<>();
        state.stores().forEach((cache, store) -> figures.put(cache, figures(store.stats())));
        return figures;
    }

    /** Entries and bytes held. */
    PartitionSize size() {
        CacheFigures sum = stored().values().stream().reduce(CacheFigures.NONE, CacheFigures::plus);
        return new PartitionSize(sum.entries(), sum.bytes());
    }

    private static CacheFigures figures(StoreStats stats) {
        return new CacheFigures(
                stats.entries(),
                stats.bytes(),
                stats.deadBytes(),
                stats.hits(),
                stats.misses(),
                stats.expired(),
                stats.evicted(),
                stats.expiryLagMillis());
    }

    /** Gives all memory back. */
    void close() {
        state.close();
    }
}

package dev.troupe.partition;

import dev.troupe.api.Reason;
import dev.troupe.metrics.CacheFigures;
import dev.troupe.partition.PartitionProtocol.Request;
import dev.troupe.replication.Change;
import dev.troupe.replication.PartitionState;
import dev.troupe.replication.Version;
import dev.troupe.store.Store;
import dev.troupe.store.StoreStats;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One partition in office: its state, the decider, and the window of writes that may be asked again. Plain Java; the actor
 * {@link Partition} owns it and adds nothing but messages. Not thread safe.
 */
final class PartitionOwner {
    private static final Reply FULL =
            new Reply.Refused(Reason.CACHE_FULL, "the memory of this cache is used up and it evicts nothing");
    private static final Reply SHORT = new Reply.Refused(
            Reason.OVERLOADED,
            "other parts of the key space are giving memory back for this value; nothing was stored");

    private final int partition;
    private final PartitionState state;
    private final PartitionDecider decider;
    private final Map<Long, RecentWrites> gateways = new HashMap<>();

    PartitionOwner(int partition, PartitionState state) {
        this.partition = partition;
        this.state = state;
        this.decider = new PartitionDecider(state);
    }

    int partition() {
        return partition;
    }

    long epoch() {
        return Version.epoch(state.lastVersion());
    }

    /** A gateway may ask from now on. */
    void admit(long gateway) {
        gateways.computeIfAbsent(gateway, unknown -> new RecentWrites());
    }

    /** A gateway is gone. */
    void dismiss(long gateway) {
        gateways.remove(gateway);
    }

    /** The answer to a request, or nothing if nobody waits for one any more. A write is executed once. */
    Optional<Reply> handle(Request request, long nowMillis) {
        RecentWrites window = gateways.get(request.gateway());
        if (window == null || nowMillis >= request.deadlineMillis()) {
            return Optional.empty();
        }
        window.forgetBelow(request.lowestUnfinished());
        if (!request.operation().isWrite()) {
            return Optional.of(decider.decide(request.operation(), nowMillis).reply());
        }
        if (window.isOver(request.number())) {
            return Optional.empty();
        }
        Reply first = window.answer(request.number());
        if (first != null) {
            return Optional.of(first);
        }
        Reply reply = execute(request.operation(), nowMillis);
        window.remember(request.number(), reply);
        return Optional.of(reply);
    }

    /** Removes what has expired, looking at no more than so many entries of each cache; returns how many went. */
    int sweep(long nowMillis, int budget) {
        int removed = 0;
        for (Store store : state.stores().values()) {
            removed += store.expire(nowMillis, budget);
        }
        return removed;
    }

    /** What is held of each cache, by its number. */
    Map<Integer, CacheFigures> figures() {
        Map<Integer, CacheFigures> figures = new HashMap<>();
        state.stores().forEach((cache, store) -> figures.put(cache, figures(store.stats())));
        return figures;
    }

    /** Entries and bytes held. */
    PartitionSize size() {
        CacheFigures sum = figures().values().stream().reduce(CacheFigures.NONE, CacheFigures::plus);
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

    private Reply execute(Operation operation, long nowMillis) {
        Decision decision = decider.decide(operation, nowMillis);
        for (Change change : decision.changes()) {
            if (!state.apply(change, nowMillis)) {
                return state.store(change.cache()).evicts() ? SHORT : FULL;
            }
        }
        return decision.reply();
    }
}

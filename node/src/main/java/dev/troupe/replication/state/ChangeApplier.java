package dev.troupe.replication.state;

import dev.troupe.store.PutOutcome;
import dev.troupe.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of change does to a partition: true unless there was no memory for it. What a change is about may be
 * missing, for it may not have come yet to a copy that is being filled.
 */
final class ChangeApplier implements Change.Visitor<Boolean> {
    private final PartitionState state;
    private final long nowMillis;

    /** To a partition, now. */
    ChangeApplier(PartitionState state, long nowMillis) {
        this.state = state;
        this.nowMillis = nowMillis;
    }

    @Override
    public Boolean put(Change.Put change) {
        PutOutcome outcome =
                state.store(change.cache()).put(change.key(), change.value(), change.attributes(), nowMillis);
        return outcome == PutOutcome.STORED && remember(change.version(), change.receipt());
    }

    @Override
    public Boolean touch(Change.Touch change) {
        Store store = made(change.cache());
        boolean done = store == null
                || !store.holds(change.key())
                || store.touch(change.key(), change.expiresAtMillis(), nowMillis);
        return done && remember(change.version(), change.receipt());
    }

    @Override
    public Boolean remove(Change.Remove change) {
        Store store = made(change.cache());
        if (store != null) {
            store.remove(change.key(), nowMillis);
        }
        return remember(change.version(), change.receipt());
    }

    @Override
    public Boolean clear(Change.Clear change) {
        Store store = made(change.cache());
        if (store != null) {
            store.clear();
        }
        return remember(change.version(), change.receipt());
    }

    @Override
    public Boolean drop(Change.Drop change) {
        Store store = made(change.cache());
        for (int i = 0; store != null && i < change.hashes().length; i++) {
            store.drop(change.hashes()[i], change.versions()[i]);
        }
        return true;
    }

    @Override
    public Boolean dismiss(Change.Dismiss change) {
        state.receipts().dismiss(change.gateway());
        return true;
    }

    @Override
    public Boolean recall(Change.Recall change) {
        return remember(change.version(), change.receipt());
    }

    private boolean remember(long version, Receipt receipt) {
        state.receipts().remember(version, receipt);
        return true;
    }

    private @Nullable Store made(int cache) {
        return state.stores().get(cache);
    }
}

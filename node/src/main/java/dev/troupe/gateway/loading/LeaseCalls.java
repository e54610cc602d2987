package dev.troupe.gateway.loading;

import dev.troupe.protocol.Operation;
import dev.troupe.protocol.Reply;
import java.util.concurrent.CompletableFuture;

/** What somebody who loads says to the owner of the key, for one cache. */
public final class LeaseCalls {
    /** Sends an operation to the owner of its key. */
    public interface Way {
        /** The one answer; never fails. */
        CompletableFuture<Reply> send(Operation operation);
    }

    private final int cache;
    private final Way way;

    public LeaseCalls(int cache, Way way) {
        this.cache = cache;
        this.way = way;
    }

    /** Asks for the entry, or the right to load it. */
    CompletableFuture<Reply> lease(LoadRequest load) {
        return lease(load, load.options().loadLimit().toMillis());
    }

    /** Asks for the entry, or whether it could be loaded: the right ends as it begins, and keeps nobody off. */
    CompletableFuture<Reply> inquire(LoadRequest load) {
        return lease(load, 0);
    }

    private CompletableFuture<Reply> lease(LoadRequest load, long limitMillis) {
        return way.send(new Operation.Lease(cache, load.key(), load.times().refreshMillis(), limitMillis));
    }

    /** Stores what was loaded, if it still may. */
    CompletableFuture<Reply> fill(LoadRequest load, long token, byte[] value) {
        return way.send(new Operation.Fill(
                cache,
                load.key(),
                token,
                value,
                load.times().keptMillis(),
                load.times().idleMillis(),
                load.options().put().mediaType()));
    }

    /** Gives the right back. */
    CompletableFuture<Reply> release(LoadRequest load, long token, long nothingMillis) {
        return way.send(new Operation.Release(cache, load.key(), token, nothingMillis));
    }
}

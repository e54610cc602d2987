package dev.troupe.partition;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.LoadOptions;
import dev.troupe.store.EntryAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What somebody who loads says to the owner of the key, for one cache. */
final class LeaseCalls {
    /** Sends an operation to the owner of its key. */
    interface Way {
        /** The one answer; never fails. */
        CompletableFuture<Reply> send(Operation operation);
    }

    private final int cache;
    private final CacheSpec spec;
    private final Way way;

    LeaseCalls(int cache, CacheSpec spec, Way way) {
        this.cache = cache;
        this.spec = spec;
        this.way = way;
    }

    /** Asks for the entry, or the right to load it. */
    CompletableFuture<Reply> lease(byte[] key, LoadOptions options) {
        long refreshMillis =
                options.refreshAhead().toMillis() + options.staleFor().toMillis();
        return way.send(new Operation.Lease(
                cache, key, refreshMillis, options.loadLimit().toMillis()));
    }

    /** Stores what was loaded, if it still may. */
    CompletableFuture<Reply> fill(byte[] key, long token, byte[] value, LoadOptions options) {
        Optional<Duration> idle = options.put().idle().or(spec::idle);
        return way.send(new Operation.Fill(
                cache,
                key,
                token,
                value,
                ttlMillis(options),
                idle.map(Duration::toMillis).orElse(EntryAttributes.NEVER),
                options.put().mediaType()));
    }

    /** Gives the right back. */
    CompletableFuture<Reply> release(byte[] key, long token, long nothingMillis) {
        return way.send(new Operation.Release(cache, key, token, nothingMillis));
    }

    /** What is kept beyond its time to live has a longer one at the owner. */
    private long ttlMillis(LoadOptions options) {
        Optional<Duration> ttl = options.put().ttl().or(spec::ttl);
        if (ttl.isEmpty()) {
            return spec.maxTtl().map(Duration::toMillis).orElse(EntryAttributes.NEVER);
        }
        Duration kept = ttl.get().plus(options.staleFor());
        Duration most = spec.longestTtl();
        return (kept.compareTo(most) < 0 ? kept : most).toMillis();
    }
}

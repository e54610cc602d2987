package dev.troupe.api;

import java.util.List;
import java.util.Optional;

/**
 * Caches that copy the keys and values that they are given before a call returns, so that whoever calls may use its arrays again at once. The
 * caches behind them take over what they are given, and need not copy what a codec has just made.
 *
 * @param stored whose keys and values are taken over
 */
public record CopyingCaches(Caches stored) implements Caches {
    @Override
    public List<CacheSpec> list() {
        return stored.list();
    }

    @Override
    public Optional<Cache<byte[], byte[]>> find(CacheName name) {
        return stored.find(name).map(CopyingCache::new);
    }

    @Override
    public Limits limits() {
        return stored.limits();
    }
}

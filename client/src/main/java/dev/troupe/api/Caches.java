package dev.troupe.api;

import java.util.List;
import java.util.Optional;

/**
 * The named caches of a cluster. Those of {@code Troupe}, of a node and of a remote client copy the arrays that they are given
 * ({@link CopyingCaches}).
 */
public interface Caches {
    /**
     * The settings of all caches, by name.
     *
     * @return all of them
     */
    List<CacheSpec> list();

    /**
     * The cache of a name, if it exists; its keys and values are bytes as they stand.
     *
     * @param name of the cache
     * @return the cache, or nothing
     */
    Optional<Cache<byte[], byte[]>> find(CacheName name);

    /**
     * The sizes that are accepted.
     *
     * @return of keys and values
     */
    Limits limits();

    /**
     * The cache of a name, with text keys.
     *
     * @param name of the cache
     * @return the cache
     * @throws CacheException with {@link Reason#CACHE_NOT_FOUND} if it does not exist
     * @throws IllegalArgumentException if the name is not legal
     */
    default Cache<byte[], byte[]> cache(String name) {
        return find(new CacheName(name))
                .orElseThrow(() -> new CacheException(
                        Reason.CACHE_NOT_FOUND,
                        "there is no cache '" + name + "': declare it under troupe.caches in conf/caches.conf"));
    }
}

package dev.troupe.api;

import java.util.List;
import java.util.Optional;

/** The named caches of a cluster. */
public interface Caches {
    /** The settings of all caches, by name. */
    List<CacheSpec> list();

    /** The cache of a name, if it exists; its keys and values are bytes as they stand. */
    Optional<Cache<byte[], byte[]>> find(CacheName name);

    /** The sizes that are accepted. */
    Limits limits();

    /**
     * The cache of a name, with text keys.
     *
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

package dev.troupe.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Caffeine in a replay, doing its maintenance in the calling thread. */
final class CaffeineContender implements Contender {
    private final Cache<Integer, Boolean> cache;

    private CaffeineContender(Cache<Integer, Boolean> cache) {
        this.cache = cache;
    }

    static CaffeineContender ofEntries(long entries) {
        return new CaffeineContender(Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(entries)
                .build());
    }

    /** Weighs an entry as its key, its value and the bytes that Caffeine itself needs for one. */
    static CaffeineContender ofBytes(long bytes, Sizes sizes, int overheadBytes) {
        return new CaffeineContender(Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(bytes)
                .weigher((Integer key, Boolean value) -> sizes.bytes(key) + overheadBytes)
                .build());
    }

    @Override
    public String name() {
        return "Caffeine";
    }

    @Override
    public boolean hit(int key) {
        if (cache.getIfPresent(key) != null) {
            return true;
        }
        cache.put(key, Boolean.TRUE);
        return false;
    }

    @Override
    public long entries() {
        return cache.estimatedSize();
    }
}

package dev.troupe.peers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bounded map in this JVM: what a cache can reach that has no other members, no bytes and no owner. */
final class CaffeinePeer implements Peer {
    private static final long MOST_ENTRIES = 10_000_000;

    private final Cache<String, byte[]> cache =
            Caffeine.newBuilder().maximumSize(MOST_ENTRIES).build();

    @Override
    public CompletionStage<?> get(String key) {
        return CompletableFuture.completedFuture(cache.getIfPresent(key));
    }

    @Override
    public CompletionStage<?> put(String key, byte[] value) {
        cache.put(key, value);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void read(String key) {
        var unused = cache.getIfPresent(key);
    }

    @Override
    public void store(String key, byte[] value) {
        cache.put(key, value);
    }

    @Override
    public boolean isLocal(String key) {
        return true;
    }

    @Override
    public int members() {
        return 1;
    }

    @Override
    public void awaitSettled() {}

    @Override
    public void close() {}
}

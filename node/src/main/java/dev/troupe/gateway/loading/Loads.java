package dev.troupe.gateway.loading;

import dev.troupe.api.CacheException;
import dev.troupe.api.UserCodeException;
import dev.troupe.api.loading.LoadPermits;
import dev.troupe.api.loading.LoadTask;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The loads of one cache that are under way in this JVM, one for each key. Safe for use by many threads. */
public final class Loads {
    private final LeaseCalls calls;
    private final UnaryOperator<byte[]> own;
    private final LoadPermits permits = new LoadPermits();
    private final Map<ByteBuffer, KeyLoad> underWay = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param calls to the owners of keys
     * @param own makes a loaded value one that its loader does not have, or throws a {@link CacheException} if the cache does not take it
     */
    public Loads(LeaseCalls calls, UnaryOperator<byte[]> own) {
        this.calls = calls;
        this.own = own;
    }

    LeaseCalls calls() {
        return calls;
    }

    LoadPermits permits() {
        return permits;
    }

    byte[] own(byte[] loaded) {
        return own.apply(loaded);
    }

    /** The load of a key that is under way here, or null. */
    @Nullable
    KeyLoad of(LoadRequest request) {
        return underWay.get(request.at());
    }

    /** The load of a key that waits for its turn here, or null. */
    @Nullable
    KeyLoad waiting(LoadRequest request) {
        KeyLoad load = of(request);
        return load != null && load.isWaiting() ? load : null;
    }

    /**
     * Loads a key under a right to do so, and stores what comes of it or gives the right back. If a load of the key waits for its turn
     * here, it is that one.
     *
     * @throws CacheException if it would be part of a load of the same key, or is nested too deep; the right is given back
     */
    KeyLoad start(LoadRequest request, long token, @Nullable LoadTask parent) {
        KeyLoad mine;
        try {
            mine = new KeyLoad(request, token, this, parent);
        } catch (CacheException refused) {
            var unused = calls.release(request, token, 0);
            throw refused;
        }
        KeyLoad first =
                underWay.compute(request.at(), (at, there) -> there != null && there.isWaiting() ? there : mine);
        if (first == mine) {
            mine.start();
        } else {
            var unused = calls.release(request, token, 0);
        }
        return first;
    }

    /** It is not under way any more. */
    void ended(ByteBuffer key, KeyLoad load) {
        underWay.remove(key, load);
    }

    /** What a plain future of this package failed with. */
    static Throwable cause(Throwable failure) {
        @Nullable Throwable cause = failure instanceof UserCodeException ? null : failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}

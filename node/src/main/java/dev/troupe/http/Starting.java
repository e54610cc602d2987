package dev.troupe.http;

import dev.troupe.api.ClusterView;
import dev.troupe.http.entry.Actions;
import dev.troupe.http.entry.EntryAddress;
import dev.troupe.http.entry.EntryRoutes;
import dev.troupe.http.message.RawTarget;
import dev.troupe.http.message.Refused;
import java.time.Duration;

/**
 * What a node cannot answer until it has been ready once. Of some partitions it may never have known an owner; requests to them would wait
 * here while other nodes could answer. Safe for use by many threads.
 */
final class Starting {
    /** Readiness looks at all partitions: for requests that are served anyway it is asked for so often. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final ClusterView view;
    private final int maxKeyBytes;
    private volatile boolean over;
    private volatile long askedAt = System.nanoTime();

    /** @param maxKeyBytes longest key accepted */
    Starting(ClusterView view, int maxKeyBytes) {
        this.view = view;
        this.maxKeyBytes = maxKeyBytes;
    }

    /** Whether a request about entries should be sent to another node: it is about a key, or all keys of a cache. */
    boolean isForOthers(RawTarget target) {
        if (over) {
            return false;
        }
        boolean isServed = isServed(target);
        long now = System.nanoTime();
        if (!isServed || now - askedAt >= AGAIN_NANOS) {
            askedAt = now;
            over = view.readiness().ready();
        }
        return !over && !isServed;
    }

    private boolean isServed(RawTarget target) {
        if (!EntryRoutes.matches(target) && !Actions.isOnEntry(target)) {
            return false;
        }
        try {
            byte[] key = EntryAddress.key(target, maxKeyBytes);
            return view.locate(key).owner().isPresent();
        } catch (Refused unreadable) {
            // Any node can say so.
            return true;
        }
    }
}

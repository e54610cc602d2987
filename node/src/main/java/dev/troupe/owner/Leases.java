package dev.troupe.owner;

import dev.troupe.api.Condition;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may load which key of a partition, and which keys are known to have no value. A right ends when the key is written, removed or
 * cleared, when its time is up, and with its gateway. Nothing of this is copied: under the next owner somebody loads once more. Not
 * thread safe: owned by one partition.
 */
final class Leases {
    /** More keys without a value are not remembered. */
    private static final int MOST_NOTHINGS = 10_000;

    private record Key(int cache, ByteBuffer key) {
        static Key of(Operation operation) {
            return new Key(operation.cache(), ByteBuffer.wrap(operation.key()));
        }
    }

    private record Lease(long gateway, long number, long token, long endsAtMillis) {}

    private final Map<Key, Lease> leases = new HashMap<>();
    private final Map<Key, Long> nothings = new HashMap<>();
    private final Change.Visitor<Boolean> overtaking = new Overtaking();
    private long lastToken;

    /**
     * None yet.
     *
     * @param lowestToken higher than all that owners before this one have handed out
     */
    Leases(long lowestToken) {
        this.lastToken = lowestToken;
    }

    // ---- questions

    /** The token with which a request may load its key, or null if somebody else is loading. */
    @Nullable
    Long tokenFor(Request request, long nowMillis) {
        Lease lease = leases.get(Key.of(request.operation()));
        if (lease == null || nowMillis >= lease.endsAtMillis()) {
            return lastToken + 1;
        }
        boolean isRepeated = lease.gateway() == request.gateway() && lease.number() == request.number();
        return isRepeated ? lease.token() : null;
    }

    /** Whether a token still is the right to load a key. */
    boolean stands(Operation operation, long token, long nowMillis) {
        Lease lease = leases.get(Key.of(operation));
        return lease != null && lease.token() == token && nowMillis < lease.endsAtMillis();
    }

    /** Whether a key is known to have no value. */
    boolean isNothing(Operation operation, long nowMillis) {
        Long untilMillis = nothings.isEmpty() ? null : nothings.get(Key.of(operation));
        return untilMillis != null && nowMillis < untilMillis;
    }

    int size() {
        return leases.size();
    }

    // ---- events

    /** A change has been applied: whoever loads its key has been overtaken. */
    void changed(Change change) {
        if (!leases.isEmpty() || !nothings.isEmpty()) {
            change.accept(overtaking);
        }
    }

    /** A request has been executed and is answered so; its changes have been told before. */
    void executed(Request request, Reply reply, long nowMillis) {
        Operation operation = request.operation();
        if (operation instanceof Operation.Lease lease) {
            granted(request, lease, reply, nowMillis);
        } else if (operation instanceof Operation.Release release) {
            released(release, nowMillis);
        } else if (reply == Reply.Absent.INSTANCE && operation instanceof Operation.Remove remove) {
            // Under a condition nothing was asked of an entry that is not there.
            if (remove.condition().equals(Condition.always())) {
                end(Key.of(operation));
            }
        }
    }

    /** A gateway is gone. */
    void dismiss(long gateway) {
        leases.values().removeIf(lease -> lease.gateway() == gateway);
    }

    /** Forgets what is over. */
    void expire(long nowMillis) {
        leases.values().removeIf(lease -> nowMillis >= lease.endsAtMillis());
        nothings.values().removeIf(untilMillis -> nowMillis >= untilMillis);
    }

    private void end(Key key) {
        leases.remove(key);
        nothings.remove(key);
    }

    private void endAll(int cache) {
        leases.keySet().removeIf(key -> key.cache() == cache);
        nothings.keySet().removeIf(key -> key.cache() == cache);
    }

    private void remember(Operation.Release operation, long untilMillis) {
        Key key = Key.of(operation);
        if (nothings.size() >= MOST_NOTHINGS) {
            Iterator<Key> any = nothings.keySet().iterator();
            any.next();
            any.remove();
        }
        nothings.put(key, untilMillis);
    }

    private void granted(Request request, Operation.Lease operation, Reply reply, long nowMillis) {
        if (reply instanceof Reply.Leased leased) {
            grant(request, leased.token(), nowMillis + operation.limitMillis());
        } else if (reply instanceof Reply.LeasedAgain leased) {
            grant(request, leased.token(), nowMillis + operation.limitMillis());
        }
    }

    private void grant(Request request, long token, long endsAtMillis) {
        leases.put(Key.of(request.operation()), new Lease(request.gateway(), request.number(), token, endsAtMillis));
        lastToken = Math.max(lastToken, token);
    }

    private void released(Operation.Release operation, long nowMillis) {
        if (stands(operation, operation.token(), nowMillis)) {
            leases.remove(Key.of(operation));
            if (operation.nothingMillis() > 0) {
                remember(operation, nowMillis + operation.nothingMillis());
            }
        }
    }

    /** What a change means for rights to load: whether it may end some. */
    private final class Overtaking implements Change.Visitor<Boolean> {
        @Override
        public Boolean put(Change.Put change) {
            end(new Key(change.cache(), ByteBuffer.wrap(change.key())));
            return true;
        }

        @Override
        public Boolean remove(Change.Remove change) {
            end(new Key(change.cache(), ByteBuffer.wrap(change.key())));
            return true;
        }

        @Override
        public Boolean clear(Change.Clear change) {
            endAll(change.cache());
            return true;
        }

        /** The value is the same. */
        @Override
        public Boolean touch(Change.Touch change) {
            return false;
        }

        /** What was evicted or has expired may be what is being loaded. */
        @Override
        public Boolean drop(Change.Drop change) {
            return false;
        }

        @Override
        public Boolean dismiss(Change.Dismiss change) {
            return false;
        }

        @Override
        public Boolean recall(Change.Recall change) {
            return false;
        }
    }
}

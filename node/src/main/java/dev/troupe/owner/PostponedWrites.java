package dev.troupe.owner;

import dev.troupe.api.Reason;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.store.policy.RoomSearch;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait, for the copies or for room in memory, in the order of their arrival, each once. A later write of the same key, or a
 * clear, belongs behind them. Not thread safe: owned by one partition.
 */
final class PostponedWrites {
    /** What keeps a write from being carried out. */
    enum Obstacle {
        CUT_OFF(false, Reason.UNAVAILABLE, "the node that owns this key sees too few others; nothing was done"),
        TOO_FEW(
                false,
                Reason.INSUFFICIENT_REPLICAS,
                "too few copies can be reached for a synchronous cache; nothing was done"),
        NO_PLACE(
                false,
                Reason.OVERLOADED,
                "too many large values wait on the node that owns this key; nothing was done"),
        OVERTAKING(true, Reason.OVERLOADED, "an earlier write of this key is waiting; nothing was done"),
        BEHIND(true, Reason.OVERLOADED, "the copies of this part of the key space are behind; nothing was done"),
        CROWDED(true, Reason.OVERLOADED, "room for this value could not be made in time; nothing was stored");

        private final boolean passes;
        private final Reason reason;
        private final String what;

        Obstacle(boolean passes, Reason reason, String what) {
            this.passes = passes;
            this.reason = reason;
            this.what = what;
        }

        /** Whether it may be gone in a moment. */
        boolean passes() {
            return passes;
        }

        /** The answer to one that is not to wait, or has waited long enough. */
        Reply refusal() {
            return new Reply.Refused(reason, what);
        }
    }

    /**
     * One of them.
     *
     * @param untilMillis when it has waited long enough
     * @param room the search for its room, or null if it is so small that the put sees to it
     * @param left to be run when it waits no more
     */
    record Postponed(
            Request request, long untilMillis, @Nullable RoomSearch room, Runnable left) {}

    private record Id(long gateway, long number) {
        static Id of(Request request) {
            return new Id(request.gateway(), request.number());
        }
    }

    private final Map<Id, Postponed> inOrder = new LinkedHashMap<>();
    /** Those that one belongs behind: of all, or while they are looked at of those that have been and stay. */
    private final Set<UnacknowledgedWrites.Key> ahead = new HashSet<>();

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /** Whether a request waits already. */
    boolean has(Request request) {
        return !inOrder.isEmpty() && inOrder.containsKey(Id.of(request));
    }

    /** Whether an operation would overtake one about the same. */
    boolean isAheadOf(Operation operation) {
        if (ahead.isEmpty()) {
            return false;
        }
        UnacknowledgedWrites.Key key = UnacknowledgedWrites.Key.of(operation);
        UnacknowledgedWrites.Key all = UnacknowledgedWrites.Key.ofAll(operation);
        return ahead.contains(key)
                || ahead.contains(all)
                || (key.equals(all) && ahead.stream().anyMatch(other -> other.cache() == operation.cache()));
    }

    /** A write has to wait, behind all others. */
    void add(Postponed last) {
        inOrder.put(Id.of(last.request()), last);
        ahead.add(UnacknowledgedWrites.Key.of(last.request().operation()));
    }

    /** Looks at each in order; it stays if it has to wait on, and goes whatever is thrown. */
    void look(Predicate<Postponed> waitsOn) {
        ahead.clear();
        Iterator<Postponed> all = inOrder.values().iterator();
        try {
            while (all.hasNext()) {
                look(all, waitsOn);
            }
        } finally {
            all.forEachRemaining(
                    rest -> ahead.add(UnacknowledgedWrites.Key.of(rest.request().operation())));
        }
    }

    private void look(Iterator<Postponed> all, Predicate<Postponed> waitsOn) {
        Postponed next = all.next();
        boolean stays = false;
        try {
            stays = waitsOn.test(next);
        } finally {
            if (stays) {
                ahead.add(UnacknowledgedWrites.Key.of(next.request().operation()));
            } else {
                all.remove();
                next.left().run();
            }
        }
    }

    /** Nobody waits any more: whoever did asks again, elsewhere. */
    void drop() {
        inOrder.values().forEach(write -> write.left().run());
        inOrder.clear();
        ahead.clear();
    }
}

package dev.troupe.owner;

import dev.troupe.protocol.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What the copies of synchronous caches may not have yet: the keys that were changed, and the answers that would show those
 * changes to somebody. Such an answer waits, a read's too: what a client has seen must not be gone after a crash. Not thread
 * safe: owned by one partition.
 */
final class UnacknowledgedWrites {
    /** Stands for "nothing unacknowledged". */
    static final long CONFIRMED = 0;

    /** What a write is about. */
    record Key(int cache, ByteBuffer key) {
        static Key of(Operation operation) {
            return new Key(operation.cache(), ByteBuffer.wrap(operation.key()));
        }

        /** Stands for all keys of the cache: a clear is about no key, and so about every one. */
        static Key ofAll(Operation operation) {
            return new Key(operation.cache(), ByteBuffer.wrap(Operation.NO_KEY));
        }
    }

    private record Changed(Key key, long version) {}

    private record Waiting(long version, Owner.Answered answer) {}

    private static final Comparator<Waiting> OLDEST_FIRST =
            (one, other) -> Long.compareUnsigned(one.version(), other.version());

    private final Map<Key, Long> versions = new HashMap<>();
    private final ArrayDeque<Changed> changes = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(OLDEST_FIRST);

    /** A change of a synchronous cache; versions grow from call to call. */
    void changed(Operation operation, long version) {
        Key changed = Key.of(operation);
        versions.put(changed, version);
        changes.addLast(new Changed(changed, version));
    }

    /** The version that has to be confirmed before an operation may be answered, or {@link #CONFIRMED}. */
    long versionOf(Operation operation) {
        if (versions.isEmpty()) {
            return CONFIRMED;
        }
        long ofKey = versions.getOrDefault(Key.of(operation), CONFIRMED);
        long ofAll = versions.getOrDefault(Key.ofAll(operation), CONFIRMED);
        return Long.compareUnsigned(ofKey, ofAll) > 0 ? ofKey : ofAll;
    }

    /** An answer waits for a version. */
    void hold(long version, Owner.Answered answer) {
        waiting.add(new Waiting(version, answer));
    }

    /** The copies have all up to a version; the answers that need wait no longer. */
    List<Owner.Answered> confirm(long version) {
        while (!changes.isEmpty() && isAtMost(changes.getFirst().version(), version)) {
            Changed confirmed = changes.removeFirst();
            versions.remove(confirmed.key(), confirmed.version());
        }
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Owner.Answered> free = new ArrayList<>();
        while (!waiting.isEmpty() && isAtMost(waiting.element().version(), version)) {
            free.add(waiting.remove().answer());
        }
        return free;
    }

    /** Whoever waits asks again, elsewhere: nothing is held for them any more. */
    void drop() {
        waiting.forEach(held -> held.answer().taken().run());
        waiting.clear();
    }

    private static boolean isAtMost(long one, long other) {
        return Long.compareUnsigned(one, other) <= 0;
    }
}

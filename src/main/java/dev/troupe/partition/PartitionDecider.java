package dev.troupe.partition;

import dev.troupe.api.Condition;
import dev.troupe.replication.Change;
import dev.troupe.replication.PartitionState;
import dev.troupe.replication.Version;
import dev.troupe.store.EntryAttributes;
import dev.troupe.store.EntryView;
import org.jspecify.annotations.Nullable;

/**
 * Turns an operation and the time into a reply and changes, from the state of one partition, which it reads and never
 * changes. Not thread safe: owned by one partition.
 */
final class PartitionDecider implements Operation.Visitor<Decision> {
    private static final Decision ABSENT = Decision.answer(Reply.Absent.INSTANCE);

    private final PartitionState state;

    PartitionDecider(PartitionState state) {
        this.state = state;
    }

    /** What an operation comes to now. */
    Decision decide(Operation operation, long nowMillis) {
        return operation.accept(this, nowMillis);
    }

    @Override
    public Decision get(Operation.Get operation, long nowMillis) {
        EntryView entry = state.store(operation.cache()).get(operation.key(), nowMillis);
        return entry == null
                ? ABSENT
                : Decision.answer(new Reply.Found(
                        entry.version(), remaining(entry, nowMillis), entry.mediaType(), entry.value()));
    }

    @Override
    public Decision peek(Operation.Peek operation, long nowMillis) {
        EntryView entry = state.store(operation.cache()).peek(operation.key(), nowMillis);
        return entry == null
                ? ABSENT
                : Decision.answer(new Reply.Known(
                        entry.version(), remaining(entry, nowMillis), entry.mediaType(), entry.valueLength()));
    }

    @Override
    public Decision put(Operation.Put operation, long nowMillis) {
        long before = version(operation, nowMillis);
        if (!operation.condition().holds(before)) {
            return Decision.answer(new Reply.ConditionFailed(before));
        }
        long version = Version.next(state.lastVersion());
        return Decision.change(
                before == Condition.NO_ENTRY ? new Reply.Created(version) : new Reply.Replaced(version),
                new Change.Put(
                        version,
                        operation.cache(),
                        operation.key(),
                        operation.value(),
                        operation.ttlMillis(),
                        operation.idleMillis(),
                        operation.mediaType()));
    }

    @Override
    public Decision remove(Operation.Remove operation, long nowMillis) {
        long before = version(operation, nowMillis);
        if (!operation.condition().holds(before)) {
            return Decision.answer(new Reply.ConditionFailed(before));
        }
        if (before == Condition.NO_ENTRY) {
            return ABSENT;
        }
        return Decision.change(
                Reply.Removed.INSTANCE,
                new Change.Remove(Version.next(state.lastVersion()), operation.cache(), operation.key()));
    }

    private long version(Operation operation, long nowMillis) {
        @Nullable EntryView entry = state.store(operation.cache()).peek(operation.key(), nowMillis);
        return entry == null ? Condition.NO_ENTRY : entry.version();
    }

    private static long remaining(EntryView entry, long nowMillis) {
        long expiresAtMillis = entry.deadlineMillis();
        return expiresAtMillis == EntryAttributes.NEVER ? expiresAtMillis : expiresAtMillis - nowMillis;
    }
}

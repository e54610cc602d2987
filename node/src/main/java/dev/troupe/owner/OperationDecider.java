package dev.troupe.owner;

import dev.troupe.api.Condition;
import dev.troupe.api.Reason;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.EntryView;
import dev.troupe.store.segment.EntryAttributes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request and the time into a reply and changes, from the state of one partition and the rights to load, which it reads and never changes.
 * Not thread safe: owned by one partition.
 */
public final class OperationDecider {
    private static final Decision ABSENT = Decision.answer(Reply.Absent.INSTANCE);

    private static final Decision NO_ROOM = Decision.answer(
            new Reply.Refused(Reason.OVERLOADED, "too many large values are on their way to those who asked for them"));
    private static final Decision NO_NUMBER = Decision.answer(new Reply.Refused(
            Reason.NOT_A_COUNTER, "the entry is not a whole number of 64 bits as decimal text; nothing was stored"));
    private static final Decision OVERFLOW = Decision.answer(
            new Reply.Refused(Reason.NOT_A_COUNTER, "the sum takes more than 64 bits; nothing was stored"));

    private final PartitionState state;
    private final Leases leases;
    private final AnswerMemory answers;

    /** Of a partition where nobody loads. */
    public OperationDecider(PartitionState state) {
        this(state, new Leases(0), AnswerMemory.unbounded());
    }

    public OperationDecider(PartitionState state, Leases leases, AnswerMemory answers) {
        this.answers = answers;
        this.state = state;
        this.leases = leases;
    }

    /** What a request comes to now. */
    public Decision decide(Request request, long nowMillis) {
        return request.operation().accept(new Deciding(request, nowMillis));
    }

    private final class Deciding implements Operation.Visitor<Decision> {
        private final Request request;
        private final long nowMillis;

        Deciding(Request request, long nowMillis) {
            this.request = request;
            this.nowMillis = nowMillis;
        }

        @Override
        public Decision get(Operation.Get operation) {
            EntryView entry = state.store(operation.cache()).get(operation.key(), nowMillis);
            if (entry == null) {
                return ABSENT;
            }
            return answers.hasRoomFor(entry.valueLength()) ? Decision.answer(found(entry, remaining(entry))) : NO_ROOM;
        }

        @Override
        public Decision peek(Operation.Peek operation) {
            EntryView entry = state.store(operation.cache()).peek(operation.key(), nowMillis);
            return entry == null
                    ? ABSENT
                    : Decision.answer(
                            new Reply.Known(entry.version(), remaining(entry), entry.mediaType(), entry.valueLength()));
        }

        @Override
        public Decision put(Operation.Put operation) {
            long before = version(operation);
            return operation.condition().holds(before)
                    ? stored(operation, before)
                    : Decision.answer(new Reply.ConditionFailed(before));
        }

        private Decision stored(Operation.Put operation, long before) {
            long version = state.nextVersion();
            Reply reply = before == Condition.NO_ENTRY ? new Reply.Created(version) : new Reply.Replaced(version);
            return Decision.change(
                    reply,
                    new Change.Put(
                            version,
                            operation.cache(),
                            operation.key(),
                            operation.value(),
                            expiry(operation.ttlMillis()),
                            operation.idleMillis(),
                            operation.mediaType(),
                            Outcomes.receipt(request, reply)));
        }

        @Override
        public Decision lease(Operation.Lease operation) {
            EntryView entry = state.store(operation.cache()).get(operation.key(), nowMillis);
            if (entry == null && leases.isNothing(operation, nowMillis)) {
                return Decision.answer(Reply.Nothing.INSTANCE);
            }
            if (entry != null && !answers.hasRoomFor(entry.valueLength())) {
                return NO_ROOM;
            }
            // How fresh an entry is follows from when it was stored; its idle time, which this read restarts, says
            // nothing about that.
            long freshMillis = entry == null ? 0 : until(entry.expiresAtMillis());
            boolean isDue = entry == null || freshMillis <= operation.refreshMillis();
            Long token = isDue ? leases.tokenFor(request, nowMillis) : null;
            if (entry == null) {
                return Decision.answer(token == null ? Reply.Busy.INSTANCE : new Reply.Leased(token));
            }
            Reply.Found found = found(entry, freshMillis);
            return Decision.answer(token == null ? found : new Reply.LeasedAgain(token, found));
        }

        @Override
        public Decision fill(Operation.Fill operation) {
            long before = version(operation);
            return leases.stands(operation, operation.token(), nowMillis)
                    ? stored(
                            new Operation.Put(
                                    operation.cache(),
                                    operation.key(),
                                    operation.value(),
                                    Condition.always(),
                                    operation.ttlMillis(),
                                    operation.idleMillis(),
                                    operation.mediaType()),
                            before)
                    : Decision.answer(new Reply.ConditionFailed(before));
        }

        @Override
        public Decision release(Operation.Release operation) {
            return Decision.answer(Reply.Released.INSTANCE);
        }

        @Override
        public Decision remove(Operation.Remove operation) {
            long before = version(operation);
            if (before == Condition.NO_ENTRY) {
                return ABSENT;
            }
            if (!operation.condition().holds(before)) {
                return Decision.answer(new Reply.ConditionFailed(before));
            }
            Reply reply = Reply.Removed.INSTANCE;
            return Decision.change(
                    reply,
                    new Change.Remove(
                            state.nextVersion(), operation.cache(), operation.key(), Outcomes.receipt(request, reply)));
        }

        @Override
        public Decision touch(Operation.Touch operation) {
            if (version(operation) == Condition.NO_ENTRY) {
                return ABSENT;
            }
            Reply reply = Reply.Touched.INSTANCE;
            return Decision.change(
                    reply,
                    new Change.Touch(
                            state.nextVersion(),
                            operation.cache(),
                            operation.key(),
                            expiry(operation.ttlMillis()),
                            Outcomes.receipt(request, reply)));
        }

        @Override
        public Decision increment(Operation.Increment operation) {
            EntryView entry = state.store(operation.cache()).peek(operation.key(), nowMillis);
            OptionalLong before =
                    entry == null ? OptionalLong.of(operation.initial()) : CounterText.read(entry.value());
            if (before.isEmpty()) {
                return NO_NUMBER;
            }
            OptionalLong sum = CounterText.sum(before.getAsLong(), operation.by());
            if (sum.isEmpty()) {
                return OVERFLOW;
            }
            EntryAttributes attributes = entry == null
                    ? new EntryAttributes(
                            0, expiry(operation.ttlMillis()), operation.idleMillis(), CounterText.MEDIA_TYPE)
                    : entry.attributes();
            long version = state.nextVersion();
            Reply.Counted reply = new Reply.Counted(version, sum.getAsLong());
            return Decision.change(reply, counterAt(version, operation, attributes, reply));
        }

        private Change counterAt(
                long version, Operation.Increment operation, EntryAttributes attributes, Reply.Counted reply) {
            return new Change.Put(
                    version,
                    operation.cache(),
                    operation.key(),
                    CounterText.write(reply.value()),
                    attributes.expiresAtMillis(),
                    attributes.idleMillis(),
                    attributes.mediaType(),
                    Outcomes.receipt(request, reply));
        }

        @Override
        public Decision clear(Operation.Clear operation) {
            Reply reply = Reply.Cleared.INSTANCE;
            return Decision.change(
                    reply, new Change.Clear(state.nextVersion(), operation.cache(), Outcomes.receipt(request, reply)));
        }

        @Override
        public Decision keys(Operation.Keys operation) {
            return Decision.answer(KeyLister.list(state.store(operation.cache()), operation, nowMillis));
        }

        private long version(Operation operation) {
            @Nullable EntryView entry = state.store(operation.cache()).peek(operation.key(), nowMillis);
            return entry == null ? Condition.NO_ENTRY : entry.version();
        }

        private long expiry(long ttlMillis) {
            return ttlMillis < EntryAttributes.NEVER - nowMillis ? nowMillis + ttlMillis : EntryAttributes.NEVER;
        }

        private Reply.Found found(EntryView entry, long remainingMillis) {
            return new Reply.Found(entry.version(), remainingMillis, entry.mediaType(), entry.value());
        }

        private long remaining(EntryView entry) {
            return until(entry.deadlineMillis());
        }

        private long until(long atMillis) {
            return atMillis == EntryAttributes.NEVER ? atMillis : atMillis - nowMillis;
        }
    }
}

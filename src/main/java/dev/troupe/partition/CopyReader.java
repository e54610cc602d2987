package dev.troupe.partition;

import dev.troupe.partition.PartitionProtocol.Answer;
import dev.troupe.partition.PartitionProtocol.ReadCopy;
import dev.troupe.partition.PartitionProtocol.ToReader;
import dev.troupe.replica.CopyTable;
import dev.troupe.replication.PartitionState;
import dev.troupe.store.EntryAttributes;
import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Answers reads from the copies of a node, for gateways whose owner is silent. One a node, under a fixed path. Who has nothing to
 * answer from says nothing: the gateway asks others too, and goes on waiting for the owner. It keeps nothing.
 */
final class CopyReader {
    /** Name among the system's own actors, the same on every node. */
    static final String NAME = "troupe-copy-reader";

    private final CopyTable table;
    private final Outbox outbox;
    private final LongSupplier nowMillis;

    private CopyReader(CopyTable table, Outbox outbox, LongSupplier nowMillis) {
        this.table = table;
        this.outbox = outbox;
        this.nowMillis = nowMillis;
    }

    static Behavior<ToReader> create(CopyTable table, Outbox outbox, LongSupplier nowMillis) {
        CopyReader reader = new CopyReader(table, outbox, nowMillis);
        Behavior<ToReader> reading = Behaviors.receive(ToReader.class)
                .onMessage(ReadCopy.class, reader::onRead)
                .build();
        return Behaviors.supervise(reading).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<ToReader> onRead(ReadCopy read) {
        long now = nowMillis.getAsLong();
        if (now < read.deadlineMillis()) {
            answer(table, read, now).ifPresent(answer -> outbox.answer(read.answersTo(), answer, () -> {}));
        }
        return Behaviors.same();
    }

    /** What the copy here says to a read, or nothing if there is none that may speak. */
    static Optional<Answer> answer(CopyTable table, ReadCopy read, long nowMillis) {
        if (read.partition() < 0 || read.partition() >= table.partitions() || !isRead(read.operation())) {
            return Optional.empty();
        }
        return table.read(
                read.partition(),
                read.leastEpoch(),
                nowMillis,
                (copy, epoch, ageMillis) -> new Answer(
                        read.partition(),
                        epoch,
                        read.number(),
                        new Reply.ByBackup(ageMillis, reply(copy, read.operation(), nowMillis))));
    }

    private static boolean isRead(Operation operation) {
        return operation instanceof Operation.Get || operation instanceof Operation.Peek;
    }

    /** Looks without counting, and makes no store for a cache that has nothing here. */
    private static Reply reply(PartitionState copy, Operation operation, long nowMillis) {
        Store store = copy.stores().get(operation.cache());
        EntryView entry = store == null ? null : store.peek(operation.key(), nowMillis);
        if (entry == null) {
            return Reply.Absent.INSTANCE;
        }
        long expiresAtMillis = entry.expiresAtMillis();
        long remainingMillis = expiresAtMillis == EntryAttributes.NEVER ? expiresAtMillis : expiresAtMillis - nowMillis;
        return operation instanceof Operation.Get
                ? new Reply.Found(entry.version(), remainingMillis, entry.mediaType(), entry.value())
                : new Reply.Known(entry.version(), remainingMillis, entry.mediaType(), entry.valueLength());
    }
}

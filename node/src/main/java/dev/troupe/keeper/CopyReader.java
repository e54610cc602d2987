package dev.troupe.keeper;

import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.MessageSender;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.ToReader;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.EntryView;
import dev.troupe.store.Store;
import dev.troupe.store.segment.EntryAttributes;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Answers reads from the copies of a node, for gateways whose owner is silent. One a node, under a fixed path. Who has nothing to
 * answer from says nothing: the gateway asks others too, and goes on waiting for the owner. It keeps nothing.
 */
public final class CopyReader {
    /** Name among the system's own actors, the same on every node. */
    public static final String NAME = "troupe-copy-reader";

    private final CopyTable table;
    private final MessageSender outbox;
    private final AnswerMemory answers;
    private final LongSupplier nowMillis;

    private CopyReader(CopyTable table, MessageSender outbox, AnswerMemory answers, LongSupplier nowMillis) {
        this.answers = answers;
        this.table = table;
        this.outbox = outbox;
        this.nowMillis = nowMillis;
    }

    public static Behavior<ToReader> create(
            CopyTable table, MessageSender outbox, AnswerMemory answers, LongSupplier nowMillis) {
        CopyReader reader = new CopyReader(table, outbox, answers, nowMillis);
        Behavior<ToReader> reading = Behaviors.receive(ToReader.class)
                .onMessage(ReadCopy.class, reader::onRead)
                .build();
        return Behaviors.supervise(reading).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<ToReader> onRead(ReadCopy read) {
        long now = nowMillis.getAsLong();
        if (now < read.deadlineMillis()) {
            answer(table, read, answers, now)
                    .ifPresent(answer -> outbox.answer(
                            read.answersTo(),
                            answer,
                            () -> {},
                            answers.hold(answer.reply().sizeBytes())));
        }
        return Behaviors.same();
    }

    /** What the copy here says to a read, or nothing if there is none that may speak, or no room for what it would say. */
    static Optional<Answer> answer(CopyTable table, ReadCopy read, AnswerMemory answers, long nowMillis) {
        if (read.partition() < 0 || read.partition() >= table.partitions() || !isRead(read.operation())) {
            return Optional.empty();
        }
        return table.read(
                        read.partition(),
                        read.leastEpoch(),
                        nowMillis,
                        (copy, epoch, ageMillis) -> reply(copy, read.operation(), answers, nowMillis)
                                .map(reply -> new Answer(
                                        read.partition(), epoch, read.number(), new Reply.ByBackup(ageMillis, reply))))
                .flatMap(Function.identity());
    }

    private static boolean isRead(Operation operation) {
        return operation instanceof Operation.Get || operation instanceof Operation.Peek;
    }

    /** Looks without counting, and makes no store for a cache that has nothing here. */
    private static Optional<Reply> reply(
            PartitionState copy, Operation operation, AnswerMemory answers, long nowMillis) {
        Store store = copy.stores().get(operation.cache());
        EntryView entry = store == null ? null : store.peek(operation.key(), nowMillis);
        if (entry == null) {
            return Optional.of(Reply.Absent.INSTANCE);
        }
        long expiresAtMillis = entry.expiresAtMillis();
        long remainingMillis = expiresAtMillis == EntryAttributes.NEVER ? expiresAtMillis : expiresAtMillis - nowMillis;
        if (operation instanceof Operation.Peek) {
            return Optional.of(
                    new Reply.Known(entry.version(), remainingMillis, entry.mediaType(), entry.valueLength()));
        }
        return answers.hasRoomFor(entry.valueLength())
                ? Optional.of(new Reply.Found(entry.version(), remainingMillis, entry.mediaType(), entry.value()))
                : Optional.empty();
    }
}

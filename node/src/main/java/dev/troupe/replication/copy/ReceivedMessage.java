package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import java.util.function.Consumer;

/** One message as it is heard: who says it and when, what had been promised, and how to answer. */
final class ReceivedMessage {
    private final ToKeeper message;
    private final long keeper;
    private final WriterPromise promise;
    private final Writer promisedBefore;
    private final long nowMillis;
    private final long clockDifferenceMillis;
    private final Consumer<FromKeeper> reply;

    ReceivedMessage(
            ToKeeper message,
            long keeper,
            WriterPromise promise,
            long nowMillis,
            long clockDifferenceMillis,
            Consumer<FromKeeper> reply) {
        this.message = message;
        this.keeper = keeper;
        this.promise = promise;
        this.promisedBefore = promise.promised();
        this.nowMillis = nowMillis;
        this.clockDifferenceMillis = clockDifferenceMillis;
        this.reply = reply;
    }

    Writer writer() {
        return message.writer();
    }

    long nowMillis() {
        return nowMillis;
    }

    /** This node's clock minus the sender's. */
    long clockDifferenceMillis() {
        return clockDifferenceMillis;
    }

    /** Whether the opening of its writer has been heard, and nobody's since. */
    boolean isOpened() {
        return promise.hasOpened(writer());
    }

    void reply(FromKeeper answer) {
        reply.accept(answer);
    }

    void outranked() {
        reply(new FromKeeper.Outranked(message.partition(), keeper, writer(), promisedBefore));
    }

    void answer(long position, boolean complete, boolean closed, boolean isFinal) {
        reply(new FromKeeper.Answer(
                message.partition(),
                keeper,
                writer(),
                promisedBefore,
                promise.opening(),
                position,
                complete,
                closed,
                isFinal));
    }

    void ahead(long position) {
        reply(new FromKeeper.Ahead(message.partition(), keeper, writer(), position));
    }

    void acknowledge(LocalReplica claimed, boolean gap) {
        acknowledge(claimed, gap, Long.MAX_VALUE);
    }

    void acknowledgeWithoutRoom(LocalReplica claimed) {
        acknowledge(claimed, false, 0);
    }

    private void acknowledge(LocalReplica claimed, boolean gap, long roomBytes) {
        boolean opened = isOpened();
        reply(new FromKeeper.Ack(
                message.partition(),
                keeper,
                writer(),
                claimed.position(),
                opened && claimed.belongsTo(writer()),
                gap,
                opened,
                promise.set(),
                roomBytes));
    }
}

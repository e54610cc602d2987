package dev.troupe.protocol;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.transport.FrameKind;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** How requests and their answers travel: the fields in the order of the record. A deadline travels as what remains. */
public final class RequestFrames {
    /** Of owners and of copies; the recipient is the partition, the incarnation that of the actor of its gateway. */
    public static final FrameKind<Answer> ANSWERS =
            FrameKind.of(2, RequestFrames::writeAnswer, RequestFrames::readAnswer);

    private final LongSupplier nowMillis;
    private final FrameKind<Request> requests;

    /** On a node with this clock. */
    public RequestFrames(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        this.requests = FrameKind.of(1, this::writeRequest, this::readRequest);
    }

    /** To owners; the recipient is the partition, the incarnation that of its owner's actor. */
    public FrameKind<Request> requests() {
        return requests;
    }

    private void writeRequest(ByteBuffer buffer, Request message) {
        buffer.putLong(message.gateway()).putLong(message.number()).putLong(message.lowestUnfinished());
        buffer.putLong(message.deadlineMillis() - nowMillis.getAsLong());
        OperationCodec.OPERATIONS.write(buffer, message.operation());
    }

    private Request readRequest(ByteBuffer buffer) throws NotSerializableException {
        return new Request(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong() + nowMillis.getAsLong(),
                OperationCodec.OPERATIONS.read(buffer));
    }

    private static void writeAnswer(ByteBuffer buffer, Answer message) {
        buffer.putInt(message.partition()).putLong(message.epoch()).putLong(message.number());
        ReplyCodec.REPLIES.write(buffer, message.reply());
    }

    private static Answer readAnswer(ByteBuffer buffer) throws NotSerializableException {
        return new Answer(buffer.getInt(), buffer.getLong(), buffer.getLong(), ReplyCodec.REPLIES.read(buffer));
    }
}

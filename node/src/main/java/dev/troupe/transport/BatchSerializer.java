package dev.troupe.transport;

import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/**
 * The wire form of a {@link Batch}: the length of the head, the head, the messages. A head may be longer than is known here: what a newer node
 * has added to it is passed over. Made by the actor system.
 */
public final class BatchSerializer extends MessageSerializer {
    private static final int HEAD_BYTES = 512;

    /** Made by the actor system. */
    public BatchSerializer(ExtendedActorSystem system) {
        super(
                7_201_002,
                2,
                ByteOrder.LITTLE_ENDIAN,
                List.of(row(
                        "b",
                        Batch.class,
                        BatchSerializer::write,
                        BatchSerializer::read,
                        batch -> HEAD_BYTES + batch.frames().length)));
    }

    private static void write(ByteBuffer buffer, Batch batch) {
        int start = buffer.position();
        Batch.Head head = batch.head();
        buffer.putShort((short) 0);
        buffer.putLong(head.sender())
                .putLong(head.sequence())
                .putLong(head.receiver())
                .putLong(head.taken());
        Wire.putUtf(buffer, batch.from());
        buffer.putShort(start, (short) (buffer.position() - start));
        buffer.put(batch.frames());
    }

    private static Batch read(ByteBuffer buffer) throws NotSerializableException {
        int start = buffer.position();
        int length = buffer.getShort() & 0xffff;
        Batch.Head head = new Batch.Head(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
        String from = Wire.getUtf(buffer);
        if (length < buffer.position() - start || length > buffer.limit() - start) {
            throw new NotSerializableException("a head of " + length + " bytes");
        }
        byte[] frames = new byte[buffer.position(start + length).remaining()];
        buffer.get(frames);
        return new Batch(from, head, frames);
    }
}

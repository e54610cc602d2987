package dev.troupe.transport;

import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/** The wire form of what links send by the cluster's transport. Made by the actor system. */
public final class BatchSerializer extends MessageSerializer {
    /** Made by the actor system. */
    public BatchSerializer(ExtendedActorSystem system) {
        super(
                7_201_002,
                BatchCodec.FORMAT,
                ByteOrder.LITTLE_ENDIAN,
                List.of(
                        row(
                                "b",
                                Batch.class,
                                BatchCodec::write,
                                BatchCodec::read,
                                batch -> BatchCodec.MOST_HEAD_BYTES + batch.frames().length),
                        row("i", Invitation.class, BatchSerializer::write, BatchSerializer::readInvitation)));
    }

    private static void write(ByteBuffer buffer, Invitation invitation) {
        buffer.putInt(invitation.port());
        write(buffer, invitation.guest());
        write(buffer, invitation.host());
        Wire.putUtf(buffer, invitation.from());
    }

    private static Invitation readInvitation(ByteBuffer buffer) throws NotSerializableException {
        int port = buffer.getInt();
        Invitation.Token guest = readToken(buffer);
        Invitation.Token host = readToken(buffer);
        return new Invitation(Wire.getUtf(buffer), port, guest, host);
    }

    private static void write(ByteBuffer buffer, Invitation.Token token) {
        buffer.putLong(token.high()).putLong(token.low());
    }

    private static Invitation.Token readToken(ByteBuffer buffer) {
        return new Invitation.Token(buffer.getLong(), buffer.getLong());
    }
}

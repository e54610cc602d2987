package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The wire form of what owners and keepers say: a format byte, the writer's reference where one is to be answered, then the
 * message as {@link ToKeeperCodec} or {@link FromKeeperCodec} writes it. What cannot be read is refused as not serializable,
 * which drops it and nothing else. Made by the actor system.
 */
public final class ReplicaSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private static final int IDENTIFIER = 7_201_002;
    private static final byte FORMAT = 1;
    private static final String TOLD = "T";
    private static final String ANSWER = "A";
    private static final int REF_BYTES = 512;

    private final ActorRefResolver refs;

    /** Made by the actor system. */
    public ReplicaSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof Keeper.Told ? TOLD : ANSWER;
    }

    @Override
    public byte[] toBinary(Object message) {
        int sizeBytes = REF_BYTES
                + (message instanceof Keeper.Told told
                        ? ToKeeperCodec.sizeBytes(told.message())
                        : FromKeeperCodec.sizeBytes(answer(message)));
        ByteBuffer buffer = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
        toBinary(message, buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        buffer.put(FORMAT);
        if (message instanceof Keeper.Told told) {
            Wire.putText(buffer, refs.toSerializationFormat(told.answersTo()));
            ToKeeperCodec.write(buffer, told.message());
        } else {
            FromKeeperCodec.write(buffer, answer(message));
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        try {
            byte format = buffer.get();
            if (format != FORMAT) {
                throw new NotSerializableException("format " + format + " of message " + manifest + " is unknown here");
            }
            return switch (manifest) {
                case TOLD -> new Keeper.Told(refs.resolveActorRef(Wire.getText(buffer)), ToKeeperCodec.read(buffer));
                case ANSWER -> FromKeeperCodec.read(buffer);
                default -> throw new NotSerializableException("unknown message " + manifest);
            };
        } catch (RuntimeException broken) {
            throw new NotSerializableException("message " + manifest + " is broken: " + broken);
        }
    }

    private static FromKeeper answer(Object message) {
        if (message instanceof FromKeeper answer) {
            return answer;
        }
        throw new IllegalArgumentException("not a message of owners or keepers: " + message.getClass());
    }
}

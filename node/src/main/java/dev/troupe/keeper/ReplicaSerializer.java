package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * The wire form of what owners and keepers say: the writer's reference where one is to be answered, then the message as
 * {@link ToKeeperCodec} or {@link FromKeeperCodec} writes it. Made by the actor system.
 */
public final class ReplicaSerializer extends MessageSerializer {
    private static final int REF_BYTES = 512;

    /** Made by the actor system. */
    public ReplicaSerializer(ExtendedActorSystem system) {
        super(7_201_002, 1, ByteOrder.LITTLE_ENDIAN, rows(ActorRefResolver.get(Adapter.toTyped(system))));
    }

    private static List<Row<?>> rows(ActorRefResolver refs) {
        return List.of(
                row(
                        "T",
                        Keeper.Told.class,
                        (buffer, told) -> {
                            Wire.putText(buffer, refs.toSerializationFormat(told.answersTo()));
                            ToKeeperCodec.MESSAGES.write(buffer, told.message());
                        },
                        buffer -> new Keeper.Told(
                                refs.resolveActorRef(Wire.getText(buffer)), ToKeeperCodec.MESSAGES.read(buffer)),
                        told -> REF_BYTES + ToKeeperCodec.sizeBytes(told.message())),
                row(
                        "A",
                        FromKeeper.class,
                        FromKeeperCodec.MESSAGES::write,
                        FromKeeperCodec.MESSAGES::read,
                        FromKeeperCodec::sizeBytes));
    }
}

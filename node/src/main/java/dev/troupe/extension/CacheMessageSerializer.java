package dev.troupe.extension;

import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * {@link CacheCommand} and {@link CacheReply} as bytes: of a command where to reply, then the message as {@link CommandKind} or
 * {@link ReplyForm} writes it. Made by the actor system, as {@code reference.conf} says.
 */
final class CacheMessageSerializer extends MessageSerializer {
    CacheMessageSerializer(ExtendedActorSystem system) {
        super(
                7_201_010,
                1,
                ByteOrder.BIG_ENDIAN,
                rows(new Askers(
                        ActorRefResolver.get(Adapter.toTyped(system)),
                        system.deadLetters().path())));
    }

    private static List<Row<?>> rows(Askers askers) {
        return List.of(
                row(
                        "C",
                        CacheCommand.class,
                        (buffer, command) -> {
                            askers.write(buffer, command.replyTo());
                            CommandKind.write(buffer, command);
                        },
                        buffer -> CommandKind.read(buffer, askers.read(buffer))),
                row("R", CacheReply.class, ReplyForm.REPLIES::write, ReplyForm.REPLIES::read));
    }

    /** Whom to answer. */
    private record Askers(ActorRefResolver refs, ActorPath deadLetters) {
        void write(ByteBuffer buffer, ActorRef<CacheReply> asker) {
            Wire.putUtf(buffer, refs.toSerializationFormat(asker));
        }

        /** What is no reference resolves to the dead letters of this node, which nobody elsewhere can mean. */
        ActorRef<CacheReply> read(ByteBuffer buffer) throws NotSerializableException {
            String text = Wire.getUtf(buffer);
            ActorRef<CacheReply> ref = refs.resolveActorRef(text);
            if (ref.path().equals(deadLetters)) {
                throw new NotSerializableException("a cache command without an address to reply to: '" + text + "'");
            }
            return ref;
        }
    }
}

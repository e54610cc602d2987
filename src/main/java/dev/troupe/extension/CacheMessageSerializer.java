package dev.troupe.extension;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * {@link CacheCommand} and {@link CacheReply} as bytes: a format byte, then, of a command, where to reply, then the message. Made by
 * the actor system, as {@code reference.conf} says. What cannot be read is dropped by Pekko.
 */
final class CacheMessageSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7_201_010;
    private static final byte FORMAT = 1;
    private static final String COMMAND = "C";
    private static final String REPLY = "R";

    private final ActorRefResolver refs;
    private final ExtendedActorSystem system;

    CacheMessageSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof CacheCommand ? COMMAND : REPLY;
    }

    @Override
    public byte[] toBinary(Object message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            if (message instanceof CacheCommand command) {
                out.writeUTF(refs.toSerializationFormat(command.replyTo()));
                CommandForm.write(out, command);
            } else if (message instanceof CacheReply reply) {
                ReplyForm.write(out, reply);
            } else {
                throw new IllegalArgumentException("no form for " + message.getClass());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new NotSerializableException("format " + format + " of a cache message is unknown here");
            }
            return switch (manifest) {
                case COMMAND -> CommandForm.read(in, readRef(in));
                case REPLY -> ReplyForm.read(in);
                default -> throw new NotSerializableException("unknown cache message " + manifest);
            };
        } catch (NotSerializableException unreadable) {
            throw unreadable;
        } catch (IOException | RuntimeException broken) {
            throw new NotSerializableException("a cache message is broken: " + broken);
        }
    }

    /** Whom to answer. What is no reference resolves to the dead letters of this node, which nobody elsewhere can mean. */
    private ActorRef<CacheReply> readRef(DataInputStream in) throws IOException {
        String text = in.readUTF();
        ActorRef<CacheReply> ref = refs.resolveActorRef(text);
        if (ref.path().equals(system.deadLetters().path())) {
            throw new NotSerializableException("a cache command without an address to reply to: '" + text + "'");
        }
        return ref;
    }
}

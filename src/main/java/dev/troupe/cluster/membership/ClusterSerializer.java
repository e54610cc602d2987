package dev.troupe.cluster.membership;

import dev.troupe.members.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The {@link Greeting}s as bytes. Started by the actor system, as {@code troupe-cluster.conf} says.
 *
 * <pre>
 * +---------+---------------+---------+-----------+------------------+--------------+-----------------------+
 * | version | address (UTF) | uid (8) | round (4) | uptimeMillis (8) | draining (1) | HTTP URI (UTF), or "" |
 * +---------+---------------+---------+-----------+------------------+--------------+-----------------------+
 * </pre>
 *
 * Draining is 0 or 1. Numbers are big-endian, UTF is that of {@link DataOutputStream#writeUTF}. What cannot be read is dropped by Pekko.
 */
final class ClusterSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7401;
    private static final byte VERSION = 2;
    private static final String HELLO = "H";
    private static final String ANSWER = "A";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return greeting(message) instanceof Greeting.Hello ? HELLO : ANSWER;
    }

    @Override
    public byte[] toBinary(Object message) {
        Greeting greeting = greeting(message);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(greeting.from().address());
            out.writeLong(greeting.from().uid());
            out.writeInt(greeting.round());
            out.writeLong(greeting.introduction().uptimeMillis());
            out.writeBoolean(greeting.introduction().draining());
            out.writeUTF(greeting.introduction().httpUri().map(URI::toString).orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new NotSerializableException("greeting of version " + version + ", this node reads " + VERSION);
            }
            return read(in, manifest);
        } catch (NotSerializableException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("greeting of " + bytes.length + " bytes: " + e, e);
        }
    }

    private static Greeting read(DataInputStream in, String manifest) throws IOException {
        NodeId from = new NodeId(in.readUTF(), in.readLong());
        int round = in.readInt();
        long uptimeMillis = in.readLong();
        boolean draining = flag(in.readUnsignedByte());
        String uri = in.readUTF();
        if (in.read() >= 0) {
            throw new NotSerializableException("greeting with bytes behind its end");
        }
        Introduction introduction = new Introduction(
                uri.isEmpty() ? Optional.empty() : Optional.of(URI.create(uri)), uptimeMillis, draining);
        return switch (manifest) {
            case HELLO -> new Greeting.Hello(from, introduction, round);
            case ANSWER -> new Greeting.Answer(from, introduction, round);
            default -> throw new NotSerializableException("greeting of unknown kind " + manifest);
        };
    }

    private static boolean flag(int octet) throws NotSerializableException {
        if (octet > 1) {
            throw new NotSerializableException("greeting with a flag of " + octet);
        }
        return octet == 1;
    }

    private static Greeting greeting(Object message) {
        if (message instanceof Greeting greeting) {
            return greeting;
        }
        throw new IllegalArgumentException("not a greeting: " + message.getClass());
    }

    private static NotSerializableException unreadable(String why, Exception cause) {
        NotSerializableException refusal = new NotSerializableException(why);
        refusal.initCause(cause);
        return refusal;
    }
}

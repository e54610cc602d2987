package dev.troupe.cluster.liveness;

import dev.troupe.members.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The {@link DeathReport} as bytes. Started by the actor system, as {@code troupe-cluster.conf} says.
 *
 * <pre>
 * +---------+---------------+---------+---------------+---------+
 * | version | witness (UTF) | uid (8) | gone (UTF)    | uid (8) |
 * +---------+---------------+---------+---------------+---------+
 * </pre>
 *
 * Numbers are big-endian, UTF is that of {@link DataOutputStream#writeUTF}. What cannot be read is dropped by Pekko.
 */
final class DeathReportSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7402;
    private static final byte VERSION = 1;
    private static final String REPORT = "D";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return REPORT;
    }

    @Override
    public byte[] toBinary(Object message) {
        if (!(message instanceof DeathReport report)) {
            throw new IllegalArgumentException("not a death report: " + message.getClass());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, report.witness());
            write(out, report.gone());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION || !manifest.equals(REPORT)) {
                throw new NotSerializableException("death report of kind " + manifest + " and version " + version);
            }
            DeathReport report = new DeathReport(read(in), read(in));
            if (in.read() >= 0) {
                throw new NotSerializableException("death report with bytes behind its end");
            }
            return report;
        } catch (NotSerializableException e) {
            throw e;
        } catch (IOException e) {
            NotSerializableException refusal =
                    new NotSerializableException("death report of " + bytes.length + " bytes: " + e);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static void write(DataOutputStream out, NodeId node) throws IOException {
        out.writeUTF(node.address());
        out.writeLong(node.uid());
    }

    private static NodeId read(DataInputStream in) throws IOException {
        return new NodeId(in.readUTF(), in.readLong());
    }
}

package dev.troupe.cluster.liveness;

import dev.troupe.members.NodeId;
import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The {@link DeathReport} as bytes. Started by the actor system, as {@code troupe-cluster.conf} says.
 *
 * <pre>
 * +---------+---------------+---------+---------------+---------+
 * | version | witness (UTF) | uid (8) | gone (UTF)    | uid (8) |
 * +---------+---------------+---------+---------------+---------+
 * </pre>
 *
 * Numbers are big-endian, UTF is that of {@link Wire#putUtf}.
 */
final class DeathReportSerializer extends MessageSerializer {
    DeathReportSerializer() {
        super(
                7402,
                1,
                ByteOrder.BIG_ENDIAN,
                List.of(row("D", DeathReport.class, DeathReportSerializer::write, DeathReportSerializer::read)));
    }

    private static void write(ByteBuffer buffer, DeathReport report) {
        writeNode(buffer, report.witness());
        writeNode(buffer, report.gone());
    }

    private static DeathReport read(ByteBuffer buffer) throws NotSerializableException {
        return new DeathReport(readNode(buffer), readNode(buffer));
    }

    private static void writeNode(ByteBuffer buffer, NodeId node) {
        Wire.putUtf(buffer, node.address());
        buffer.putLong(node.uid());
    }

    private static NodeId readNode(ByteBuffer buffer) throws NotSerializableException {
        return new NodeId(Wire.getUtf(buffer), buffer.getLong());
    }
}

package dev.troupe.cluster.membership;

import dev.troupe.members.NodeId;
import dev.troupe.wire.FieldReader;
import dev.troupe.wire.MessageSerializer;
import dev.troupe.wire.Wire;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The {@link Greeting}s as bytes. Started by the actor system, as {@code troupe-cluster.conf} says.
 *
 * <pre>
 * +---------+---------------+---------+-----------+------------------+--------------+-----------------------+
 * | version | address (UTF) | uid (8) | round (4) | uptimeMillis (8) | draining (1) | HTTP URI (UTF), or "" |
 * +---------+---------------+---------+-----------+------------------+--------------+-----------------------+
 * </pre>
 *
 * Draining is 0 or 1. Numbers are big-endian, UTF is that of {@link Wire#putUtf}.
 */
final class ClusterSerializer extends MessageSerializer {
    ClusterSerializer() {
        super(
                7401,
                2,
                ByteOrder.BIG_ENDIAN,
                List.of(
                        row("H", Greeting.Hello.class, ClusterSerializer::write, read(Greeting.Hello::new)),
                        row("A", Greeting.Answer.class, ClusterSerializer::write, read(Greeting.Answer::new))));
    }

    private interface Kind<T extends Greeting> {
        T greeting(NodeId from, Introduction introduction, int round);
    }

    private static void write(ByteBuffer buffer, Greeting greeting) {
        Introduction introduction = greeting.introduction();
        Wire.putUtf(buffer, greeting.from().address());
        buffer.putLong(greeting.from().uid()).putInt(greeting.round()).putLong(introduction.uptimeMillis());
        Wire.putFlag(buffer, introduction.draining());
        Wire.putUtf(buffer, introduction.httpUri().map(URI::toString).orElse(""));
    }

    private static <T extends Greeting> FieldReader<T> read(Kind<T> kind) {
        return buffer -> {
            NodeId from = new NodeId(Wire.getUtf(buffer), buffer.getLong());
            int round = buffer.getInt();
            long uptimeMillis = buffer.getLong();
            boolean draining = Wire.getFlag(buffer);
            String uri = Wire.getUtf(buffer);
            Optional<URI> httpUri = uri.isEmpty() ? Optional.empty() : Optional.of(URI.create(uri));
            return kind.greeting(from, new Introduction(httpUri, uptimeMillis, draining), round);
        };
    }
}

package dev.troupe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.protocol.ClockSetup;
import dev.troupe.transport.FrameKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Messages beside the bytes that they have always had, which lie in {@code golden/}, one to a line: serializer, manifest, type and the bytes
 * in hexadecimal. A new kind of message gets a new line; a line that is there does not change unless the format does.
 */
public final class GoldenBytes {
    /** When it is on the clock of {@link #system()}. */
    public static final long NOW_MILLIS = 1_000_000;

    private GoldenBytes() {}

    /** An actor system in which references and times look the same in every run. */
    public static ActorSystem<Void> system() {
        return ActorSystem.create(
                Behaviors.empty(), "Golden", ActorSystemSetup.create(new ClockSetup(() -> NOW_MILLIS)));
    }

    public static ExtendedActorSystem classic(ActorSystem<Void> system) {
        return (ExtendedActorSystem) Adapter.toClassic(system);
    }

    /** A reference to nobody, with a name. */
    public static <T> ActorRef<T> ref(ActorSystem<Void> system, String name) {
        return ActorRefResolver.get(system).resolveActorRef("pekko://Golden/user/" + name);
    }

    /** Holds if these are the messages of a file, each is written as its line says, and that line is read as the message. */
    public static void assertThatBytesAreThoseOf(
            String file, SerializerWithStringManifest serializer, List<?> messages) {
        List<String> lines = new ArrayList<>();
        messages.forEach(message -> lines.add(line(serializer, message)));
        List<String> golden = lines(file);
        assertThat(lines).containsExactlyElementsOf(golden);
        for (int i = 0; i < golden.size(); i++) {
            assertThat(read(serializer, golden.get(i)))
                    .as(golden.get(i))
                    .usingRecursiveComparison()
                    .isEqualTo(messages.get(i));
        }
    }

    /**
     * Holds if these are the messages of a file, of one kind that travels in batches, each is written as its line says, and that line is read as the
     * message. A line is the number of the kind, the type, and the fields in hexadecimal.
     */
    public static <T> void assertThatFramesAreThoseOf(String file, FrameKind<T> kind, List<? extends T> messages) {
        List<String> golden = lines(file);
        assertThat(messages.stream().map(message -> line(kind, message))).containsExactlyElementsOf(golden);
        for (int i = 0; i < golden.size(); i++) {
            byte[] bytes = HexFormat.of().parseHex(golden.get(i).split(" ", -1)[2]);
            try {
                assertThat(kind.reader().read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)))
                        .as(golden.get(i))
                        .usingRecursiveComparison()
                        .isEqualTo(messages.get(i));
            } catch (NotSerializableException refused) {
                throw new AssertionError(golden.get(i), refused);
            }
        }
    }

    private static <T> String line(FrameKind<T> kind, T message) {
        ByteBuffer buffer = ByteBuffer.allocate(256 << 10).order(ByteOrder.LITTLE_ENDIAN);
        kind.writer().write(buffer, message);
        return "%d %s %s"
                .formatted(
                        kind.number(),
                        message.getClass().getSimpleName(),
                        HexFormat.of().formatHex(buffer.array(), 0, buffer.position()));
    }

    private static String line(SerializerWithStringManifest serializer, Object message) {
        byte[] bytes = serializer.toBinary(message);
        if (serializer instanceof ByteBufferSerializer direct) {
            assertThat(written(direct, message)).isEqualTo(bytes);
        }
        return "%d %s %s %s"
                .formatted(
                        serializer.identifier(),
                        serializer.manifest(message),
                        message.getClass().getSimpleName(),
                        HexFormat.of().formatHex(bytes));
    }

    /** As the transport has it written: into a part of a buffer of its own. */
    private static byte[] written(ByteBufferSerializer serializer, Object message) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(7);
        serializer.toBinary(message, buffer);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        buffer.flip().position(7);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Holds if each of these messages is refused where bytes are missing at its end, or there is one more. */
    public static void assertThatOtherLengthsAreRefused(SerializerWithStringManifest serializer, List<?> messages) {
        for (Object message : messages) {
            byte[] bytes = serializer.toBinary(message);
            for (int length = 0; length <= bytes.length + 1; length++) {
                byte[] other = Arrays.copyOf(bytes, length);
                if (length != bytes.length) {
                    assertThatThrownBy(() -> serializer.fromBinary(other, serializer.manifest(message)))
                            .as("%d of %d bytes of %s", length, bytes.length, message)
                            .isInstanceOf(NotSerializableException.class);
                }
            }
        }
    }

    private static Object read(SerializerWithStringManifest serializer, String line) {
        String[] parts = line.split(" ", -1);
        byte[] bytes = HexFormat.of().parseHex(parts[3]);
        try {
            Object message = serializer.fromBinary(bytes, parts[1]);
            if (serializer instanceof ByteBufferSerializer direct) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 7).order(ByteOrder.LITTLE_ENDIAN);
                buffer.position(7).put(bytes).flip().position(7);
                assertThat(direct.fromBinary(buffer, parts[1]))
                        .usingRecursiveComparison()
                        .isEqualTo(message);
                assertThat(buffer.hasRemaining()).isFalse();
            }
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = GoldenBytes.class.getResourceAsStream("/golden/" + file)) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.troupe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSerializerTest {
    private record Blob(byte[] bytes) {}

    private record Pair(int first, int second) {
        Pair {
            if (first > second) {
                throw new IllegalArgumentException(first + " above " + second);
            }
        }
    }

    private static final class Sample extends MessageSerializer {
        Sample() {
            super(
                    99,
                    3,
                    ByteOrder.BIG_ENDIAN,
                    List.of(
                            row(
                                    "p",
                                    Pair.class,
                                    (buffer, pair) ->
                                            buffer.putInt(pair.first()).putInt(pair.second()),
                                    buffer -> new Pair(buffer.getInt(), buffer.getInt())),
                            row(
                                    "b",
                                    Blob.class,
                                    (buffer, blob) -> Wire.putBytes(buffer, blob.bytes()),
                                    buffer -> new Blob(Wire.getBytes(buffer)),
                                    blob -> 0)));
        }
    }

    private final MessageSerializer serializer = new Sample();

    @Test
    void messageIsTheFormatAndItsFieldsInTheOrderOfTheSerializer() throws NotSerializableException {
        byte[] bytes = serializer.toBinary(new Pair(1, 2));
        assertThat(bytes).containsExactly(3, 0, 0, 0, 1, 0, 0, 0, 2);
        assertThat(serializer.manifest(new Pair(1, 2))).isEqualTo("p");
        assertThat(serializer.fromBinary(bytes, "p")).isEqualTo(new Pair(1, 2));
    }

    @Test
    void bufferOfOthersKeepsItsOrder() throws NotSerializableException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(20).order(ByteOrder.LITTLE_ENDIAN);
        serializer.toBinary(new Pair(1, 2), buffer);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(serializer.fromBinary(buffer.flip(), "p")).isEqualTo(new Pair(1, 2));
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> serializer.fromBinary(buffer.position(1), "p"))
                .isInstanceOf(NotSerializableException.class);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void messageLargerThanExpectedIsWrittenInWhole() throws NotSerializableException {
        for (int length : new int[] {0, 1, 2043, 2044, 100_000}) {
            Blob copy = (Blob) serializer.fromBinary(serializer.toBinary(new Blob(new byte[length])), "b");
            assertThat(copy.bytes()).hasSize(length);
        }
    }

    @Test
    void whatIsNoMessageIsNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> serializer.manifest("text"));
        assertThatIllegalArgumentException().isThrownBy(() -> serializer.toBinary("text"));
    }

    @Test
    void whatIsUnknownCutLeftOverOrNotTakenIsRefused() {
        byte[] pair = serializer.toBinary(new Pair(1, 2));
        assertRefused(pair, "?", "unknown message");
        assertRefused(new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 2}, "p", "format 2");
        assertRefused(new byte[] {3, 0, 0, 0, 1, 0, 0, 0}, "p", "BufferUnderflow");
        assertRefused(new byte[] {3, 0, 0, 0, 1, 0, 0, 0, 2, 0}, "p", "1 bytes behind its end");
        assertRefused(new byte[] {3, 0, 0, 0, 2, 0, 0, 0, 1}, "p", "2 above 1");
        assertRefused(new byte[0], "p", "BufferUnderflow");
    }

    private void assertRefused(byte[] bytes, String manifest, String why) {
        assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(why);
    }
}

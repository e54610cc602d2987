package dev.troupe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {
    private static ByteBuffer bytes(int... octets) {
        ByteBuffer buffer = ByteBuffer.allocate(octets.length);
        for (int octet : octets) {
            buffer.put((byte) octet);
        }
        return buffer.flip();
    }

    @Test
    void utfIsThatOfDataOutputInBothOrders() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append((char) random.nextInt(1 << random.nextInt(17)));
            }
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            new DataOutputStream(expected).writeUTF(text.toString());
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                ByteBuffer buffer = ByteBuffer.allocate(100).order(order);
                Wire.putUtf(buffer, text.toString());
                buffer.flip();
                assertThat(buffer.duplicate()).isEqualTo(ByteBuffer.wrap(expected.toByteArray()));
                assertThat(Wire.utfBytes(text.toString())).isEqualTo(buffer.remaining() - Short.BYTES);
                assertThat(Wire.getUtf(buffer)).isEqualTo(text.toString());
                assertThat(buffer.hasRemaining()).isFalse();
            }
        }
    }

    @Test
    void utfOf65535BytesIsTheLongest() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(70_000);
        Wire.putUtf(buffer, "x".repeat(65_535));
        assertThat(Wire.getUtf(buffer.flip())).hasSize(65_535);
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.putUtf(buffer.clear(), "x".repeat(65_536)));
        assertThat(buffer.position()).isZero();
    }

    @Test
    void textThatIsNoUtfOrCutIsRefused() {
        for (ByteBuffer broken :
                List.of(bytes(0, 1, 0xff), bytes(0, 1, 0xc3), bytes(0, 3, 'a', 'b'), bytes(0xff, 0xff))) {
            assertThatThrownBy(() -> Wire.getUtf(broken)).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void lengthBeyondWhatIsThereIsRefused() {
        for (ByteBuffer lying :
                List.of(bytes(0, 0, 0, 2, 7), bytes(0x7f, 0xff, 0xff, 0xff, 7), bytes(0xff, 0xff, 0xff, 0xff, 7))) {
            assertThatThrownBy(() -> Wire.getBytes(lying))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("1 bytes remain");
        }
    }

    @Test
    void countBeyondWhatThereCanBeIsRefusedBeforeAnythingIsRead() {
        FieldReader<Object> never = buffer -> {
            throw new AssertionError("read");
        };
        for (int count : new int[] {3, Integer.MAX_VALUE, -1}) {
            ByteBuffer buffer = ByteBuffer.allocate(27).putInt(count).position(0);
            assertThatThrownBy(() -> Wire.getList(buffer, 8, never)).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void flagIsZeroOrOne() throws IOException {
        assertThat(Wire.getFlag(bytes(0))).isFalse();
        assertThat(Wire.getFlag(bytes(1))).isTrue();
        assertThatThrownBy(() -> Wire.getFlag(bytes(2))).isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> Wire.getFlag(bytes(0xff))).isInstanceOf(NotSerializableException.class);
    }
}

package dev.troupe.transport.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.transport.Invitation.Token;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HelloTest {
    private static final Hello HELLO = new Hello("10.0.0.1:25520", new Token(7, -8));
    /** As they have always been. */
    private static final String BYTES =
            "01" + "0700000000000000" + "f8ffffffffffffff" + "000e31302e302e302e313a3235353230";

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void bytesAreWhatTheyHaveAlwaysBeen() throws NotSerializableException {
        ByteBuffer written = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        HELLO.write(written);
        assertThat(HexFormat.of().formatHex(written.array(), 0, written.position()))
                .isEqualTo(BYTES);
        assertThat(Hello.read(buffer(BYTES))).isEqualTo(HELLO);
    }

    @Test
    void whatANewerNodeHasAddedIsPassedOver() throws NotSerializableException {
        assertThat(Hello.read(buffer(BYTES + "0102"))).isEqualTo(HELLO);
    }

    @Test
    void whatIsNoneIsRefused() {
        assertThatThrownBy(() -> Hello.read(buffer("02" + BYTES.substring(2))))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("format 2");
        for (int cut = 0; cut < BYTES.length(); cut += 2) {
            String begun = BYTES.substring(0, cut);
            assertThatThrownBy(() -> Hello.read(buffer(begun))).isInstanceOf(NotSerializableException.class);
        }
    }
}

package dev.troupe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class UnionTest {
    private static final Union.Case<Integer> INTEGER =
            Union.tagged(4, Integer.class, ByteBuffer::putInt, ByteBuffer::getInt);
    private static final Union.Case<String> NOTHING = Union.only(0, "nothing");
    private static final Union<Object> UNION = Union.of("thing", INTEGER, NOTHING);

    @Test
    void valuesAreTheirTagAndTheirFields() throws NotSerializableException {
        ByteBuffer buffer = ByteBuffer.allocate(6);
        UNION.write(buffer, 7);
        UNION.write(buffer, "nothing");
        assertThat(buffer.array()).containsExactly(4, 0, 0, 0, 7, 0);
        buffer.flip();
        assertThat(UNION.read(buffer)).isEqualTo(7);
        assertThat(UNION.read(buffer)).isEqualTo("nothing");
    }

    @Test
    void otherTagsAreRefused() {
        for (int tag = Byte.MIN_VALUE; tag <= Byte.MAX_VALUE; tag++) {
            ByteBuffer buffer = ByteBuffer.allocate(9).put((byte) tag).position(0);
            if (tag != 0 && tag != 4) {
                assertThatThrownBy(() -> UNION.read(buffer))
                        .isInstanceOf(NotSerializableException.class)
                        .hasMessage("unknown thing " + buffer.get(0));
            }
        }
    }

    @Test
    void otherTypesAreNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> UNION.write(ByteBuffer.allocate(9), 7L));
    }

    @Test
    void noTagIsThereTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> Union.of("thing", INTEGER, Union.only(4, "other")));
    }
}

package dev.troupe.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @Test
    void bytesWithoutATypeTakeNoSpace() {
        assertThat(MediaTypes.size(MediaTypes.OCTETS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "text/plain;charset=UTF-8", "font/woff2"})
    void aCommonTypeTakesOneByte(String type) {
        assertThat(MediaTypes.size(type)).isEqualTo(1);
        assertThat(readBack(type)).isEqualTo(type);
    }

    /** What is stored means the same after an upgrade only if the list is never reordered. */
    @Test
    void codesStayWhatTheyAre() {
        ByteBuffer bytes = ByteBuffer.allocate(2);
        MediaTypes.write("application/json", bytes, 0);
        MediaTypes.write("font/woff2", bytes, 1);

        assertThat(bytes.array()).containsExactly(1, 34);
    }

    @Property(tries = 200)
    void anyOtherTypeIsReadAsItWasWritten(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 255) String type) {
        assertThat(MediaTypes.isValid(type)).isTrue();
        if (!type.equals(MediaTypes.OCTETS)) {
            assertThat(readBack(type)).isEqualTo(type);
        }
    }

    private static String readBack(String type) {
        ByteBuffer bytes = ByteBuffer.allocate(3 + MediaTypes.size(type));
        MediaTypes.write(type, bytes, 3);
        assertThat(MediaTypes.sizeAt(bytes, 3)).isEqualTo(MediaTypes.size(type));
        return MediaTypes.read(bytes, 3);
    }
}

package dev.troupe.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class GzipStreamTest {
    private static final byte[] FIRST = bytes(100_000);
    private static final byte[] SECOND = "second".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    /** Name, comment, extra field and a checksum of the header; the content is stored: "hi". */
    private static final byte[] ALL_FIELDS = {
        0x1f,
        (byte) 0x8b,
        8,
        2 | 4 | 8 | 16,
        0,
        0,
        0,
        0,
        0,
        3,
        3,
        0,
        'x',
        'y',
        'z',
        'n',
        0,
        'c',
        0,
        7,
        7,
        1,
        2,
        0,
        (byte) 0xfd,
        (byte) 0xff,
        'h',
        'i',
        (byte) 0xac,
        0x2a,
        (byte) 0x93,
        (byte) 0xd8,
        2,
        0,
        0,
        0
    };

    @Test
    void allMembersAreReadToTheLastByte() throws IOException {
        byte[] two = joined(packed(FIRST), packed(SECOND), packed(new byte[0]), packed(SECOND));
        assertThat(unpacked(two)).isEqualTo(joined(FIRST, SECOND, SECOND));
    }

    @Test
    void membersAreReadFromWhatDoesNotTellHowMuchThereIs() throws IOException {
        byte[] two = joined(packed(SECOND), packed(SECOND));
        InputStream slow = new ByteArrayInputStream(two) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
        try (GzipStream stream = new GzipStream(slow)) {
            assertThat(stream.readAllBytes()).isEqualTo(joined(SECOND, SECOND));
        }
    }

    @Test
    void whatTheHeaderHasBesideIsSkipped() throws IOException {
        assertThat(unpacked(ALL_FIELDS)).asString().isEqualTo("hi");
    }

    @Test
    void aCutAnywhereIsAnErrorExceptBetweenMembers() throws IOException {
        byte[] member = packed(SECOND);
        byte[] two = joined(member, ALL_FIELDS);
        for (int length = 0; length < two.length; length++) {
            byte[] cut = Arrays.copyOf(two, length);
            if (length == member.length) {
                assertThat(unpacked(cut)).isEqualTo(SECOND);
            } else {
                assertThatThrownBy(() -> unpacked(cut)).as("%d bytes", length).hasMessageContaining("ends early");
            }
        }
    }

    @Test
    void aByteThatWasChangedIsAnError() throws IOException {
        byte[] member = packed(bytes(50));
        // Time, extra flags and system say nothing of the content.
        for (int at = 10; at < member.length; at++) {
            byte[] damaged = member.clone();
            damaged[at] ^= 0x55;
            assertThatThrownBy(() -> unpacked(damaged)).as("byte %d", at).isInstanceOf(IOException.class);
        }
    }

    @Test
    void somethingAfterTheLastMemberIsAnError() {
        assertThatThrownBy(() -> unpacked(joined(packed(SECOND), new byte[20]))).hasMessageContaining("not gzip");
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GzipStream stream = new GzipStream(new ByteArrayInputStream(packed))) {
            return stream.readAllBytes();
        }
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}

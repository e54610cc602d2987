package dev.troupe.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    @Test
    void isSipHashOneThree() {
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        assertThat(hash.of(new byte[0])).isEqualTo(0xabac0158050fc4dcL);
    }

    @Property
    void agreesWithTheHashWrittenDownWordByWord(@ForAll @Size(max = 70) byte[] key, @ForAll long k0, @ForAll long k1) {
        long[] v = {
            k0 ^ 0x736f6d6570736575L, k1 ^ 0x646f72616e646f6dL, k0 ^ 0x6c7967656e657261L, k1 ^ 0x7465646279746573L
        };
        byte[] padded = Arrays.copyOf(key, (key.length / 8 + 1) * 8);
        padded[padded.length - 1] = (byte) key.length;
        LongBuffer words =
                ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        while (words.hasRemaining()) {
            long word = words.get();
            v[3] ^= word;
            round(v);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        round(v);
        round(v);
        round(v);

        assertThat(new KeyHash(k0, k1).of(key)).isEqualTo(v[0] ^ v[1] ^ v[2] ^ v[3]);
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[3];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[2] = Long.rotateLeft(v[2], 32);
    }

    @Property
    void dependsOnNothingAroundTheKey(@ForAll @Size(max = 70) byte[] key, @ForAll @IntRange(max = 9) int at) {
        byte[] around = new byte[key.length + 20];
        Arrays.fill(around, (byte) 0x5a);
        System.arraycopy(key, 0, around, at, key.length);

        assertThat(new KeyHash(7).of(around, at, key.length)).isEqualTo(new KeyHash(7).of(key));
    }

    @Property
    void anotherSeedIsAnotherHash(@ForAll @Size(max = 40) byte[] key, @ForAll long seed) {
        assertThat(new KeyHash(seed).of(key)).isNotEqualTo(new KeyHash(seed + 1).of(key));
    }

    @Property
    void everyByteCounts(@ForAll @Size(min = 1, max = 40) byte[] key, @ForAll @IntRange(max = 39) int at) {
        byte[] other = key.clone();
        other[at % key.length]++;

        assertThat(new KeyHash(7).of(other)).isNotEqualTo(new KeyHash(7).of(key));
    }
}

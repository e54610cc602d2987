package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;

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

package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void keysOfDifferentNumbersDiffer() {
        Payload payload = Payload.parse("9/100");
        Set<Key> keys = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            keys.add(new Key(payload.key(i)));
        }
        assertThat(keys).hasSize(10_000);
    }

    @Test
    void redrawnLengthsStayWithinAQuarterOfTheMean() {
        Payload payload = Payload.parse("36/224");
        for (int i = 0; i < 10_000; i++) {
            assertThat(payload.lengthWithinQuarter(i, i % 7)).isBetween(168, 280);
        }
    }

    @Test
    void keysTooShortToDifferAreRefused() {
        assertThatThrownBy(() -> Payload.parse("4/10")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesTakeAUnit() {
        assertThat(Stores.parseBytes("512k")).isEqualTo(524_288);
        assertThat(Stores.parseBytes("2G")).isEqualTo(2_147_483_648L);
        assertThat(Stores.parseBytes("77")).isEqualTo(77);
    }
}

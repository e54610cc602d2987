package dev.troupe.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
    @Test
    void crcHasThePublishedCheckValue() {
        assertThat(crc("123456789")).isEqualTo(0x31c3);
    }

    @Test
    void slotsAreThoseThatRedisComputes() {
        assertThat(slot("foo")).isEqualTo(12182);
        assertThat(slot("bar")).isEqualTo(5061);
        assertThat(slot("")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "{user1000}.following, user1000",
        "{user1000}.followers, user1000",
        "foo{bar}{zap}, bar",
        "foo{{bar}}zap, {bar",
        "foo{}{bar}, foo{}{bar}",
        "foo{bar, foo{bar",
        "foo}bar{, foo}bar{",
        "}x{y}, y",
        "a{}, a{}",
    })
    void onlyTheHashTagIsHashed(String key, String hashed) {
        assertThat(slot(key)).isEqualTo(crc(hashed) % Slots.COUNT);
    }

    @Property
    void crcIsThatOfLongDivision(@ForAll byte[] bytes) {
        int crc = 0;
        for (byte octet : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean subtract = ((crc >>> 15) ^ ((octet >>> bit) & 1)) != 0;
                crc = ((crc << 1) & 0xffff) ^ (subtract ? 0x1021 : 0);
            }
        }
        assertThat(Slots.crc16(bytes, 0, bytes.length)).isEqualTo(crc);
    }

    @Property
    void everyKeyHasASlot(@ForAll byte[] key) {
        assertThat(Slots.of(key)).isBetween(0, Slots.COUNT - 1);
    }

    private static int slot(String key) {
        return Slots.of(key.getBytes(UTF_8));
    }

    private static int crc(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Slots.crc16(bytes, 0, bytes.length);
    }
}

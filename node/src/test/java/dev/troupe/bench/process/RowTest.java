package dev.troupe.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowTest {
    @Test
    void aRowIsReadAndToldAlike() {
        assertThat(Row.parse("36/224")).isEqualTo(new Row(36, 224, false)).hasToString("36/224");
        assertThat(Row.parse("16/32+ttl")).isEqualTo(new Row(16, 32, true)).hasToString("16/32+ttl");
        for (String wrong : List.of("", "36", "36/", "36/224+", "11/1", "513/1", "36/1048577", "-1/3", "36/224/1")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Row.parse(wrong));
        }
    }

    @Test
    void keysAreDistinctAndOfTheirLength() {
        Row row = Row.parse("16/32");
        assertThat(new String(row.key(1_234_567), StandardCharsets.US_ASCII)).isEqualTo("0000000001234567");
        assertThat(row.key(1)).isNotEqualTo(row.key(2)).hasSize(16);
    }

    @Test
    void valuesAreTheSameInEveryRunAndDifferentInEveryEntry() {
        Row row = Row.parse("36/224");
        assertThat(row.value(7))
                .isEqualTo(row.value(7))
                .isNotEqualTo(row.value(8))
                .hasSize(224);
    }

    @Test
    void timesToLiveAreBetweenOneAndTwoHours() {
        assertThat(Row.parse("36/224").ttlMillis(5)).isEmpty();
        assertThat(Row.parse("36/224+ttl").ttlMillis(5)).hasValue(3_600_005);
        assertThat(Row.parse("36/224+ttl").ttlMillis(3_600_000_000L).orElseThrow())
                .isBetween(3_600_000L, 7_200_000L);
    }
}

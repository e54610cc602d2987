package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TtlTextTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "2h,7200000", "1d,86400000", "3650d,315360000000"})
    void everyUnitIsRead(String text, long millis) {
        assertThat(TtlText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1s", "1", "s", "1 s", "1S", "1.5s", "3651d", "999999999999999d", "1s ", "٣s"})
    void whatIsNoTtlIsRefused(String text) {
        assertThatThrownBy(() -> TtlText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"57000,57s", "1500,1500ms", "86400000,86400s"})
    void wholeSecondsAreWrittenAsSeconds(long millis, String text) {
        assertThat(TtlText.format(Duration.ofMillis(millis))).isEqualTo(text);
    }
}

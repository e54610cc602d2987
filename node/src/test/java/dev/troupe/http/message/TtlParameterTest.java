package dev.troupe.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.http.entry.MaxAge;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class TtlParameterTest {
    private static final long LONGEST_MILLIS = 3650L * 86_400_000;

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 1, max = LONGEST_MILLIS) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(TtlParameter.parse("ttl", TtlParameter.format(duration))).isEqualTo(duration);
    }

    @Test
    void everyUnitIsRead() {
        assertThat(TtlParameter.parse("ttl", "500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(TtlParameter.parse("ttl", "30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(TtlParameter.parse("ttl", "5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(TtlParameter.parse("ttl", "2h")).isEqualTo(Duration.ofHours(2));
        assertThat(TtlParameter.parse("ttl", "3650d")).isEqualTo(Duration.ofDays(3650));
    }

    @Test
    void garbageZeroAndOverflowAreRefused() {
        for (String text :
                List.of("", "0s", "-1s", "1", "s", "1.5s", "1e9s", "3651d", "999999999999d", "9".repeat(30) + "s")) {
            assertThatThrownBy(() -> TtlParameter.parse("ttl", text)).as(text).isInstanceOf(Refused.class);
        }
    }

    @Test
    void maxAgeIsFoundAmongOtherDirectives() {
        assertThat(MaxAge.of(List.of("no-store, Max-Age=60"))).contains(Duration.ofMinutes(1));
        assertThat(MaxAge.of(List.of("no-store", "private"))).isEmpty();
        assertThatThrownBy(() -> MaxAge.of(List.of("max-age=1", "max-age=1"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> MaxAge.of(List.of("max-age"))).isInstanceOf(Refused.class);
    }
}

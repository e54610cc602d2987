package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientSettingsTest {
    private static final List<URI> NODES = List.of(URI.create("http://127.0.0.1:1"));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static ClientSettings settings(Duration connect, Duration answer, Duration backOff, int calls, int each) {
        return new ClientSettings(NODES, connect, answer, backOff, calls, each);
    }

    @Test
    void timesAreBetweenOneMillisecondAndAnHour() {
        for (Duration time : List.of(Duration.ofMillis(1), Duration.ofHours(1))) {
            assertThat(settings(time, time, time, 1, 1).backOff()).isEqualTo(time);
        }
        for (Duration time : List.of(
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ZERO,
                Duration.ofHours(1).plusNanos(1))) {
            assertThatThrownBy(() -> settings(time, SECOND, SECOND, 1, 1))
                    .hasMessageStartingWith("connectTimeout must be between 1 ms and 1 h, got ");
            assertThatThrownBy(() -> settings(SECOND, time, SECOND, 1, 1))
                    .hasMessageStartingWith("answerTimeout must be between 1 ms and 1 h, got ");
            assertThatThrownBy(() -> settings(SECOND, SECOND, time, 1, 1))
                    .hasMessageStartingWith("backOff must be between 1 ms and 1 h, got ");
        }
    }

    @Test
    void countsAreBounded() {
        assertThat(settings(SECOND, SECOND, SECOND, 1_000_000, 10_000).maxInFlight())
                .isEqualTo(1_000_000);
        for (int count : new int[] {Integer.MIN_VALUE, 0, 1_000_001}) {
            assertThatThrownBy(() -> settings(SECOND, SECOND, SECOND, count, 1))
                    .hasMessage("maxInFlight must be between 1 and 1000000, got " + count);
        }
        for (int count : new int[] {-1, 0, 10_001}) {
            assertThatThrownBy(() -> settings(SECOND, SECOND, SECOND, 1, count))
                    .hasMessage("maxConnections must be between 1 and 10000, got " + count);
        }
    }
}

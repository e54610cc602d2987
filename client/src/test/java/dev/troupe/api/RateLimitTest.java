package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final long START = -500;

    private final RateLimit limit = new RateLimit(Duration.ofNanos(1000), START);

    @Test
    void oneEventAnIntervalPassesAndTellsHowManyDidNot() {
        assertThat(limit.pass(START)).hasValue(0);
        assertThat(limit.pass(START)).isEmpty();
        assertThat(limit.pass(START + 999)).isEmpty();
        assertThat(limit.pass(START + 1000)).hasValue(2);
        assertThat(limit.pass(START + 5000)).hasValue(0);
    }
}

package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times and counts of callers are refused where they come in, with a sentence that names the range. */
class OptionsTest {
    private static final Duration LONGEST = CacheSpec.LONGEST_TTL;

    /** Takes a time. */
    private record Taker(String name, Duration least, Duration most, Consumer<Duration> take) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Taker> times() {
        Duration milli = Duration.ofMillis(1);
        Duration hour = Duration.ofHours(1);
        LoadOptions load = LoadOptions.DEFAULT;
        return List.of(
                new Taker("ttl of a load", milli, LONGEST, load::withTtl),
                new Taker("negativeTtl", milli, LONGEST, load::withNegativeTtl),
                new Taker("loadLimit", milli, Duration.ofMinutes(10), value -> load.withLimits(value, hour)),
                new Taker("waitLimit", milli, hour, value -> load.withLimits(milli, value)),
                new Taker("refreshAhead", Duration.ZERO, LONGEST, load::withRefreshAhead),
                new Taker("staleFor", Duration.ZERO, LONGEST, value -> load.withStale(value, Duration.ZERO)),
                new Taker("softLimit", Duration.ZERO, hour, value -> load.withStale(hour, value)),
                new Taker("ttl", milli, LONGEST, PutOptions.DEFAULT::withTtl),
                new Taker("idle", milli, LONGEST, PutOptions.DEFAULT::withIdle),
                new Taker("ttl of a counter", milli, LONGEST, value -> new CounterOptions(0, Optional.of(value)).ttl()),
                new Taker("ttl of a cache", milli, LONGEST, value -> spec(value, LONGEST, LONGEST)),
                new Taker("maxTtl", milli, LONGEST, value -> spec(milli, value, LONGEST)),
                new Taker("idle of a cache", milli, LONGEST, value -> spec(milli, LONGEST, value)));
    }

    private static CacheSpec spec(Duration ttl, Duration maxTtl, Duration idle) {
        return new CacheSpec(
                CacheName.DEFAULT,
                Optional.of(ttl),
                Optional.of(maxTtl),
                Optional.of(idle),
                OptionalLong.empty(),
                CacheSpec.Replication.ASYNC,
                CacheSpec.Eviction.LRU,
                CacheSpec.ReadFrom.OWNER);
    }

    @ParameterizedTest
    @MethodSource("times")
    @SuppressWarnings("NullAway")
    void timesOutsideOfTheirRangeAreRefused(Taker taker) {
        taker.take().accept(taker.least());
        taker.take().accept(taker.most());
        for (Duration value : List.of(
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE, 1_000_000),
                Duration.ofNanos(-1),
                taker.least().minusNanos(1),
                taker.most().plusNanos(1))) {
            assertThatThrownBy(() -> taker.take().accept(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be between " + (taker.least().isZero() ? "0 ms" : "1 ms") + " and ");
        }
        assertThatThrownBy(() -> taker.take().accept(null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE})
    void countsOutsideOfTheirRangeAreRefused(int value) {
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withMaxLoads(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxLoads must be between 1 and 10000, got " + value);
        assertThatThrownBy(() -> KeyQuery.ALL.withLimit(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be between 1 and 1000, got " + value);
    }

    @Test
    void rangesAreNamedInTheUnitThatFits() {
        assertThatThrownBy(() -> PutOptions.DEFAULT.withTtl(Duration.ZERO))
                .hasMessage("ttl must be between 1 ms and 3650 days, got 0 ms");
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withLimits(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("loadLimit must be between 1 ms and 10 min, got 0 ms");
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withLimits(Duration.ofSeconds(1), Duration.ofSeconds(7201)))
                .hasMessage("waitLimit must be between 1 ms and 1 h, got 7201 s");
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withLimits(Duration.ofMinutes(11), Duration.ofSeconds(1)))
                .hasMessage("loadLimit must be between 1 ms and 10 min, got 11 min");
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withLimits(Duration.ofDays(1), Duration.ofSeconds(1)))
                .hasMessage("loadLimit must be between 1 ms and 10 min, got 24 h");
        assertThatThrownBy(() -> PutOptions.DEFAULT.withTtl(Duration.ofDays(4000)))
                .hasMessage("ttl must be between 1 ms and 3650 days, got 4000 days");
        assertThatThrownBy(() -> PutOptions.DEFAULT.withTtl(Duration.ofMillis(-1500)))
                .hasMessage("ttl must be between 1 ms and 3650 days, got -1500 ms");
        assertThatThrownBy(() -> PutOptions.DEFAULT.withTtl(Duration.ofNanos(1)))
                .hasMessage("ttl must be between 1 ms and 3650 days, got PT0.000000001S");
    }

    @Test
    @SuppressWarnings("NullAway")
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withExecutor(null)).hasMessage("executor");
        assertThatThrownBy(() -> LoadOptions.DEFAULT.withPut(null)).hasMessage("put");
        assertThatThrownBy(() -> PutOptions.DEFAULT.withCondition(null)).hasMessage("condition");
        assertThatThrownBy(() -> KeyQuery.ALL.withPrefix(null)).hasMessage("prefix");
        assertThatThrownBy(() -> new ReadOptions(null)).hasMessage("from");
        assertThat(KeyQuery.ALL.withPrefix("").prefix()).isEmpty();
    }
}

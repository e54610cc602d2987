package dev.troupe.gateway.loading;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.PutOptions;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.Served;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.store.segment.EntryAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times that are added and have a bound: what was just loaded is fresh, whatever was asked for. */
class LoadTimesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Served owner = new Served(0, Fixtures.state(), 0);
    private long nowMillis;
    private long number;
    private int loads;

    private static CacheSpec spec(Optional<Duration> ttl, Optional<Duration> maxTtl, Optional<Duration> idle) {
        return new CacheSpec(
                CacheName.DEFAULT,
                ttl,
                maxTtl,
                idle,
                OptionalLong.empty(),
                CacheSpec.Replication.ASYNC,
                CacheSpec.Eviction.S3_FIFO,
                CacheSpec.ReadFrom.OWNER);
    }

    private record Asked(String name, CacheSpec spec, LoadOptions options) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static LoadOptions stale(Duration time) {
        return LoadOptions.DEFAULT.withExecutor(Runnable::run).withStale(time, Duration.ZERO);
    }

    static List<Asked> asked() {
        Optional<Duration> none = Optional.empty();
        CacheSpec atMostAnHour = spec(none, Optional.of(HOUR), none);
        CacheSpec free = spec(none, none, none);
        LoadOptions fiveMinutes = stale(HOUR).withTtl(MINUTE.multipliedBy(5));
        return List.of(
                new Asked("stale part as long as all", atMostAnHour, fiveMinutes),
                new Asked(
                        "stale part longer than all",
                        atMostAnHour,
                        stale(CacheSpec.LONGEST_TTL).withTtl(HOUR)),
                new Asked(
                        "no time to live but that of the cache",
                        spec(Optional.of(MINUTE), Optional.of(HOUR), none),
                        stale(HOUR)),
                new Asked("no time to live but the longest", atMostAnHour, stale(HOUR)),
                new Asked("no time to live at all", free, stale(CacheSpec.LONGEST_TTL)),
                new Asked(
                        "the longest of all", free, stale(CacheSpec.LONGEST_TTL).withTtl(CacheSpec.LONGEST_TTL)),
                new Asked(
                        "idle time below the stale part",
                        free,
                        stale(HOUR).withPut(PutOptions.DEFAULT.withTtl(HOUR).withIdle(MINUTE))),
                new Asked("idle time of the cache", spec(none, none, Optional.of(MINUTE)), fiveMinutes),
                new Asked(
                        "idle time below what is loaded ahead",
                        free,
                        LoadOptions.DEFAULT
                                .withExecutor(Runnable::run)
                                .withPut(PutOptions.DEFAULT.withTtl(HOUR).withIdle(MINUTE))
                                .withRefreshAhead(HOUR.minus(MINUTE))),
                new Asked(
                        "all together",
                        atMostAnHour,
                        stale(HOUR)
                                .withPut(PutOptions.DEFAULT.withTtl(HOUR).withIdle(MINUTE))
                                .withRefreshAhead(HOUR.minus(MINUTE))));
    }

    private Reply handle(Operation operation) {
        Request request = new Request(1, ++number, 1, Long.MAX_VALUE, operation);
        return Fixtures.handle(owner, request, nowMillis).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("asked")
    void tenCallsLoadOnce(Asked asked) {
        owner.admit(1);
        Loads node = new Loads(
                new LeaseCalls(CACHE, operation -> CompletableFuture.completedFuture(handle(operation))),
                byte[]::clone);
        LoadRequest request = new LoadRequest(
                bytes("k"),
                key -> {
                    loads++;
                    return CompletableFuture.completedFuture(Optional.of(bytes("v")));
                },
                asked.options(),
                LoadTimes.of(asked.spec(), asked.options()));
        for (int call = 0; call < 10; call++) {
            assertThat(new LoadCall(node, request).run().toCompletableFuture().join())
                    .isPresent();
            nowMillis += 5000;
        }
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void stalePartIsCutToWhatTheCacheAllows() {
        CacheSpec atMostAnHour = spec(Optional.empty(), Optional.of(HOUR), Optional.empty());
        LoadTimes times = LoadTimes.of(atMostAnHour, stale(HOUR).withTtl(MINUTE));
        assertThat(times.keptMillis()).isEqualTo(HOUR.toMillis());
        assertThat(times.staleMillis()).isEqualTo(HOUR.minus(MINUTE).toMillis());
        assertThat(times.isStale(HOUR.minus(MINUTE).toMillis())).isTrue();
        assertThat(times.isStale(HOUR.minus(MINUTE).toMillis() + 1)).isFalse();
        LoadTimes endless = LoadTimes.of(CacheSpec.of(CacheName.DEFAULT), stale(HOUR));
        assertThat(endless.keptMillis()).isEqualTo(EntryAttributes.NEVER);
        assertThat(endless.staleMillis()).isZero();
    }

    @Test
    void loadingAheadOfMoreThanTheTimeToLiveIsRefused() {
        LoadOptions ahead = LoadOptions.DEFAULT.withRefreshAhead(HOUR);
        CacheSpec free = CacheSpec.of(CacheName.DEFAULT);
        assertThat(LoadTimes.of(free, ahead.withTtl(HOUR.plusMillis(1))).refreshMillis())
                .isEqualTo(HOUR.toMillis());
        assertThat(LoadTimes.of(free, ahead).keptMillis()).isEqualTo(EntryAttributes.NEVER);
        for (CacheSpec spec : List.of(
                spec(Optional.of(MINUTE), Optional.empty(), Optional.empty()),
                spec(Optional.empty(), Optional.of(HOUR), Optional.empty()))) {
            assertThatThrownBy(() -> LoadTimes.of(spec, ahead))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("refreshAhead PT1H is not shorter than the time to live");
        }
        assertThatThrownBy(() -> LoadTimes.of(free, ahead.withTtl(HOUR))).hasMessageContaining("every call would load");
    }
}

package dev.troupe.gateway.loading;

import static dev.troupe.owner.Fixtures.CACHE;
import static dev.troupe.owner.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Condition;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import dev.troupe.owner.Fixtures;
import dev.troupe.owner.Served;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callers on two nodes before one owner; the loads are futures that the test completes, the clock is the test's. */
class LoadCallTest {
    private static final LoadOptions OPTIONS = LoadOptions.DEFAULT
            .withLimits(Duration.ofSeconds(20), Duration.ofSeconds(30))
            .withExecutor(Runnable::run);

    private final Served owner = new Served(0, Fixtures.state(), 0);
    private final AtomicLong nowMillis = new AtomicLong();
    private final AtomicLong number = new AtomicLong();
    private final Loads here = node(1);
    private final Loads there = node(2);
    private final List<CompletableFuture<Optional<byte[]>>> loading = new CopyOnWriteArrayList<>();
    private final Loader<byte[], byte[]> loader = key -> {
        CompletableFuture<Optional<byte[]>> load = new CompletableFuture<>();
        loading.add(load);
        return load;
    };

    private Loads node(long gateway) {
        owner.admit(gateway);
        return new Loads(
                new LeaseCalls(CACHE, operation -> CompletableFuture.completedFuture(handle(gateway, operation))),
                byte[]::clone);
    }

    private synchronized Reply handle(long gateway, Operation operation) {
        Request request = new Request(gateway, number.incrementAndGet(), 1, Long.MAX_VALUE, operation);
        return Fixtures.handle(owner, request, nowMillis.get()).orElseThrow();
    }

    private CompletableFuture<Optional<byte[]>> ask(Loads node, LoadOptions options) {
        return ask(node, "k", loader, options);
    }

    private static CompletableFuture<Optional<byte[]>> ask(
            Loads node, String key, Loader<byte[], byte[]> loader, LoadOptions options) {
        LoadTimes times = LoadTimes.of(CacheSpec.of(CacheName.DEFAULT), options);
        return new LoadCall(node, new LoadRequest(bytes(key), loader, options, times))
                .run()
                .toCompletableFuture();
    }

    private static String text(CompletableFuture<Optional<byte[]>> answer) {
        return answer.orTimeout(10, TimeUnit.SECONDS)
                .join()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("nothing");
    }

    private static Optional<byte[]> value(String text) {
        return Optional.of(bytes(text));
    }

    @Test
    void thousandCallersOnTwoNodesLoadOnce() {
        List<CompletableFuture<Optional<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            answers.add(ask(i % 3 == 0 ? there : here, OPTIONS));
        }
        assertThat(loading).hasSize(1);
        loading.get(0).complete(value("v"));
        answers.forEach(answer -> assertThat(text(answer)).isEqualTo("v"));
        assertThat(text(ask(here, OPTIONS))).isEqualTo("v");
        assertThat(loading).hasSize(1);
    }

    @Test
    void failureOfTheLoaderIsThatOfItsCallersAndTheOtherNodeLoads() {
        CompletableFuture<Optional<byte[]>> first = ask(here, OPTIONS);
        CompletableFuture<Optional<byte[]>> second = ask(here, OPTIONS);
        CompletableFuture<Optional<byte[]>> other = ask(there, OPTIONS);
        loading.get(0).completeExceptionally(new IllegalStateException("database is away"));
        assertThatThrownBy(() -> text(first)).hasRootCauseMessage("database is away");
        assertThatThrownBy(() -> text(second)).hasRootCauseMessage("database is away");
        Awaitility.await().until(() -> loading.size() == 2);
        loading.get(1).complete(value("v"));
        assertThat(text(other)).isEqualTo("v");
    }

    @Test
    void removeDuringALoadWinsOverTheFill() {
        CompletableFuture<Optional<byte[]>> first = ask(here, OPTIONS);
        handle(2, Fixtures.remove("k", Condition.always()));
        CompletableFuture<Optional<byte[]>> second = ask(here, OPTIONS);
        assertThat(loading).hasSize(2);
        loading.get(0).complete(value("old"));
        assertThat(text(first)).isEqualTo("old");
        assertThat(handle(1, Fixtures.get("k"))).isEqualTo(Reply.Absent.INSTANCE);
        loading.get(1).complete(value("new"));
        assertThat(text(second)).isEqualTo("new");
        assertThat(text(ask(there, OPTIONS))).isEqualTo("new");
    }

    @Test
    void loadThatTakesTooLongIsTakenOver() {
        LoadOptions hasty = OPTIONS.withLimits(Duration.ofMillis(50), Duration.ofSeconds(20));
        CompletableFuture<Optional<byte[]>> stuck = new CompletableFuture<>();
        AtomicInteger loads = new AtomicInteger();
        Loader<byte[], byte[]> stuckAtFirst =
                key -> loads.incrementAndGet() == 1 ? stuck : CompletableFuture.completedFuture(value("v"));
        CompletableFuture<Optional<byte[]>> first = ask(here, "k", stuckAtFirst, hasty);
        assertThat(text(first)).isEqualTo("v");
        stuck.complete(value("late"));
        assertThat(loads).hasValue(2);
        assertThat(text(ask(there, OPTIONS))).isEqualTo("v");
    }

    @Test
    void callerWaitsNoLongerThanItsLimit() {
        CompletableFuture<Optional<byte[]>> answer =
                ask(here, OPTIONS.withLimits(Duration.ofSeconds(20), Duration.ofMillis(50)));
        assertThatThrownBy(() -> text(answer)).hasRootCauseInstanceOf(CacheException.class);
        loading.get(0).complete(value("v"));
        assertThat(text(ask(there, OPTIONS))).isEqualTo("v");
    }

    @Test
    void waiterOfANodeThatDiesLoads() {
        var unused = ask(here, OPTIONS);
        CompletableFuture<Optional<byte[]>> other = ask(there, OPTIONS);
        synchronized (this) {
            owner.dismiss(1, 0);
        }
        Awaitility.await().until(() -> loading.size() == 2);
        loading.get(1).complete(value("v"));
        assertThat(text(other)).isEqualTo("v");
    }

    @Test
    void thatThereIsNoValueIsRememberedForItsTime() {
        LoadOptions options = OPTIONS.withNegativeTtl(Duration.ofSeconds(1));
        CompletableFuture<Optional<byte[]>> first = ask(here, options);
        loading.get(0).complete(Optional.empty());
        assertThat(text(first)).isEqualTo("nothing");
        assertThat(text(ask(there, options))).isEqualTo("nothing");
        assertThat(loading).hasSize(1);
        nowMillis.set(1000);
        var unused = ask(there, options);
        assertThat(loading).hasSize(2);
    }

    private void storeForOneSecond(LoadOptions options) {
        var unused = ask(here, options);
        loading.get(0).complete(value("old"));
    }

    @Test
    void staleValueIsUsedWhileANewOneIsLoaded() {
        LoadOptions options = OPTIONS.withTtl(Duration.ofSeconds(1)).withStale(Duration.ofSeconds(9), Duration.ZERO);
        storeForOneSecond(options);
        nowMillis.set(999);
        assertThat(text(ask(here, options))).isEqualTo("old");
        assertThat(loading).hasSize(1);
        nowMillis.set(1500);
        assertThat(text(ask(here, options))).isEqualTo("old");
        assertThat(text(ask(there, options))).isEqualTo("old");
        assertThat(loading).hasSize(2);
        loading.get(1).complete(value("new"));
        assertThat(text(ask(there, options))).isEqualTo("new");
    }

    @Test
    void staleValueIsUsedWhenTheLoadFailsOrTakesLongerThanTheSoftLimit() {
        LoadOptions options =
                OPTIONS.withTtl(Duration.ofSeconds(1)).withStale(Duration.ofSeconds(9), Duration.ofSeconds(10));
        storeForOneSecond(options);
        nowMillis.set(1500);
        CompletableFuture<Optional<byte[]>> fresh = ask(here, options);
        assertThat(fresh).isNotDone();
        loading.get(1).completeExceptionally(new IllegalStateException("away"));
        assertThat(text(fresh)).isEqualTo("old");
        assertThat(text(ask(here, options.withStale(Duration.ofSeconds(9), Duration.ofMillis(20)))))
                .isEqualTo("old");
        CompletableFuture<Optional<byte[]>> patient = ask(here, options);
        loading.get(2).complete(value("new"));
        assertThat(text(patient)).isEqualTo("new");
    }

    @Test
    void entryThatIsAlmostOverIsLoadedAheadByOneReader() {
        LoadOptions options = OPTIONS.withTtl(Duration.ofSeconds(10)).withRefreshAhead(Duration.ofSeconds(2));
        storeForOneSecond(options);
        nowMillis.set(7999);
        var unused = ask(here, options);
        assertThat(loading).hasSize(1);
        nowMillis.set(8000);
        assertThat(text(ask(here, options))).isEqualTo("old");
        assertThat(text(ask(there, options))).isEqualTo("old");
        assertThat(loading).hasSize(2);
    }

    @Test
    void loadBeyondTenThousandThatWaitIsRefusedAndTheOthersHaveTheirTurn() {
        LoadOptions one = OPTIONS.withMaxLoads(1);
        Loader<byte[], byte[]> quick = key -> CompletableFuture.completedFuture(value("v"));
        CompletableFuture<Optional<byte[]>> first = ask(here, one);
        List<CompletableFuture<Optional<byte[]>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(ask(here, "key" + i, quick, one));
        }
        CompletableFuture<Optional<byte[]>> refused = ask(here, "beyond", quick, one);
        assertThatThrownBy(() -> text(refused))
                .hasRootCauseInstanceOf(CacheException.class)
                .rootCause()
                .extracting(failure -> ((CacheException) failure).reason())
                .isEqualTo(Reason.OVERLOADED);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        loading.get(0).complete(value("v"));
        assertThat(text(first)).isEqualTo("v");
        waiting.forEach(answer -> assertThat(text(answer)).isEqualTo("v"));
        assertThat(text(ask(here, "beyond", quick, one))).isEqualTo("v");
    }

    @Test
    void noMoreLoadsAreUnderWayThanAllowed() {
        LoadOptions two = OPTIONS.withMaxLoads(2);
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Optional<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(ask(here, "key" + i, loader, two));
            most.accumulateAndGet(loading.size(), Math::max);
        }
        assertThat(most).hasValue(2);
        for (int i = 0; i < 10; i++) {
            loading.get(i).complete(value("v"));
        }
        answers.forEach(answer -> assertThat(text(answer)).isEqualTo("v"));
    }

    @Test
    void loadThatWaitsForItsTurnKeepsNobodyOnOtherNodesWaiting() {
        LoadOptions one = OPTIONS.withMaxLoads(1);
        CompletableFuture<Optional<byte[]>> running = ask(here, one);
        List<CompletableFuture<Optional<byte[]>>> waiting = new ArrayList<>();
        for (int call = 0; call < 100; call++) {
            waiting.add(ask(here, "wanted", loader, one));
        }
        assertThat(loading).hasSize(1);
        CompletableFuture<Optional<byte[]>> other = ask(there, "wanted", loader, one);
        assertThat(loading).hasSize(2);
        loading.get(1).complete(value("w"));
        assertThat(text(other)).isEqualTo("w");
        loading.get(0).complete(value("v"));
        assertThat(text(running)).isEqualTo("v");
        waiting.forEach(answer -> assertThat(text(answer)).isEqualTo("w"));
        assertThat(loading).hasSize(2);
    }

    @Test
    void manyCallersOfAKeyThatWaitsForItsTurnLoadOnceWhenItComes() {
        LoadOptions one = OPTIONS.withMaxLoads(1);
        var unused = ask(here, one);
        List<CompletableFuture<Optional<byte[]>>> waiting = new ArrayList<>();
        for (int call = 0; call < 1000; call++) {
            waiting.add(ask(here, "wanted", loader, one));
        }
        loading.get(0).complete(value("v"));
        waiting.add(ask(here, "wanted", loader, one));
        assertThat(loading).hasSize(2);
        loading.get(1).complete(value("w"));
        waiting.forEach(answer -> assertThat(text(answer)).isEqualTo("w"));
        assertThat(loading).hasSize(2);
    }

    @Test
    void loadWhoseTimeIsUpWhileItWaitsTakesNoRoomFromOthers() {
        LoadOptions hasty = OPTIONS.withMaxLoads(1).withLimits(Duration.ofMillis(50), Duration.ofMillis(60));
        var unused = ask(here, OPTIONS.withMaxLoads(1));
        for (int round = 0; round < 2; round++) {
            List<CompletableFuture<Optional<byte[]>>> waiting = new ArrayList<>();
            for (int call = 0; call < 6000; call++) {
                waiting.add(ask(here, round + "key" + call, loader, hasty));
            }
            waiting.forEach(answer ->
                    assertThatThrownBy(() -> text(answer)).hasRootCauseMessage("no value was loaded within PT0.06S"));
        }
        CompletableFuture<Optional<byte[]>> other = ask(here, "other", loader, OPTIONS.withMaxLoads(1));
        await().untilAsserted(() -> {
            // Timers may be late, so that one or the other begins.
            List.copyOf(loading).forEach(load -> load.complete(value("v")));
            assertThat(other).isDone();
        });
        assertThat(text(other)).isEqualTo("v");
    }

    /** Each has the right to its key, and each in time to be in step with the other. */
    @Test
    void loadersOfTwoNodesThatWaitForEachOtherAreNotCalledAgainAndAgain() {
        AtomicInteger calls = new AtomicInteger();
        LoadOptions hasty = LoadOptions.DEFAULT
                .withLimits(Duration.ofMillis(200), Duration.ofSeconds(20))
                .withExecutor(Runnable::run);
        CompletableFuture<Optional<byte[]>> needed = new CompletableFuture<>();
        Loader<byte[], byte[]> endless = key -> {
            calls.incrementAndGet();
            return needed;
        };
        CompletableFuture<Optional<byte[]>> elsewhere = ask(there, "other", endless, OPTIONS);
        AtomicInteger nested = new AtomicInteger();
        CompletableFuture<Optional<byte[]>> answer = ask(
                here,
                "k",
                key -> {
                    nested.incrementAndGet();
                    return ask(here, "other", endless, OPTIONS);
                },
                hasty);
        assertThatThrownBy(() -> text(answer)).hasStackTraceContaining("no answer for another key");
        assertThat(nested).hasValue(1);
        assertThat(calls).hasValue(1);
        needed.complete(value("v"));
        assertThat(text(elsewhere)).isEqualTo("v");
        assertThat(text(ask(here, "k", key -> CompletableFuture.completedFuture(value("after")), hasty)))
                .isEqualTo("after");
    }
}

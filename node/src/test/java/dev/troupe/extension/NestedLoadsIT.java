package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Codec;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import dev.troupe.api.loading.LoadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loaders that ask caches for other keys, on two members, with fewer permits than there are loads; none waits for a time limit. */
class NestedLoadsIT {
    private static final LoadOptions ONE =
            LoadOptions.DEFAULT.withMaxLoads(1).withLimits(Duration.ofSeconds(25), Duration.ofSeconds(28));
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final Application APPLICATION = new Application();

    private final String prefix = "test" + TESTS.incrementAndGet() + "-";

    @BeforeAll
    static void start() {
        APPLICATION.start(2, "troupe.caches.other { }");
    }

    @AfterAll
    static void stop() {
        APPLICATION.close();
    }

    private static Cache<String, String> cache(int member, String name) {
        return Troupe.get(APPLICATION.member(member)).cache(name, Codec.UTF8, Codec.UTF8);
    }

    private static Cache<String, String> cache() {
        return cache(0, "default");
    }

    private static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(8, TimeUnit.SECONDS).join();
    }

    private static Loader<String, String> value(String value) {
        return key -> CompletableFuture.completedFuture(Optional.of(value));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(8, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Whatever has happened, the permit is there again. */
    @AfterEach
    void permitsAreBack() {
        for (String name : List.of("default", "other")) {
            for (int member = 0; member < 2; member++) {
                assertThat(result(cache(member, name).getOrLoad(prefix + "after" + member, value("v"), ONE)))
                        .contains("v");
            }
        }
    }

    private Optional<String> countDown(int number, int permits, List<Cache<String, String>> caches) {
        Loader<String, String> loader = key -> CompletableFuture.completedFuture(Optional.of(
                number == 0
                        ? "0"
                        : number + " " + countDown(number - 1, permits, caches).orElseThrow()));
        return result(caches.get(number % caches.size()).getOrLoad(prefix + number, loader, ONE.withMaxLoads(permits)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void loadersAreNestedDeeperThanThereArePermits(int permits) {
        assertThat(countDown(20, permits, List.of(cache())))
                .get()
                .asString()
                .startsWith("20 19 ")
                .endsWith(" 1 0");
    }

    @Test
    void loadersAreNestedOverSeveralCachesAndMembers() {
        List<Cache<String, String>> caches =
                List.of(cache(), cache(0, "other"), cache(1, "default"), cache(1, "other"), cache());
        assertThat(countDown(20, 1, caches)).get().asString().endsWith(" 1 0");
    }

    private CompletionStage<Optional<String>> countDownOnOtherThreads(int number) {
        Loader<String, String> loader = key -> number == 0
                ? CompletableFuture.completedFuture(Optional.of("0"))
                : CompletableFuture.supplyAsync(
                                () -> result(cache().getOrLoad(prefix + "side" + number, value("side"), ONE)),
                                LoadContext.executor(NestedLoadsIT::fork))
                        .thenComposeAsync(
                                side -> countDownOnOtherThreads(number - 1), LoadContext.executor(NestedLoadsIT::fork))
                        .thenApply(found -> found.map(rest -> number + " " + rest));
        return cache().getOrLoad(prefix + number, loader, ONE);
    }

    private static void fork(Runnable task) {
        new Thread(task, "of the loader").start();
    }

    @Test
    void loadersThatAskFromOtherThreadsMayTakeTheLoadWithThem() {
        assertThat(result(countDownOnOtherThreads(20))).get().asString().endsWith(" 1 0");
    }

    private CompletionStage<Optional<String>> countDownLater(int number) {
        Loader<String, String> loader = key -> number == 0
                ? CompletableFuture.completedFuture(Optional.of("0"))
                : cache().getOrLoad(prefix + "side" + number, value("side"), ONE)
                        .thenCompose(side -> countDownLater(number - 1))
                        .thenApply(found -> found.map(rest -> number + " " + rest));
        return cache().getOrLoad(prefix + number, loader, ONE);
    }

    @Test
    void loadersThatDoNotBlockAreNestedInWhatDependsOnAnswers() {
        assertThat(result(countDownLater(20))).get().asString().endsWith(" 1 0");
    }

    @Test
    void loaderThatAsksForManyKeysAtOnceHasThemLoadedOneAfterTheOther() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Loader<String, String> inner = key -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(() -> {
                running.decrementAndGet();
                return Optional.of("v");
            });
        };
        Loader<String, String> outer = key -> {
            List<CompletionStage<Optional<String>>> parts = IntStream.range(0, 200)
                    .mapToObj(part -> cache().getOrLoad(key + part, inner, ONE))
                    .toList();
            parts.forEach(part -> assertThat(result(part)).contains("v"));
            return CompletableFuture.completedFuture(Optional.of("whole"));
        };
        assertThat(result(cache().getOrLoad(prefix, outer, ONE))).contains("whole");
        assertThat(most).hasValue(1);
    }

    @Test
    void loadThatSomebodyElseHasAskedForDoesNotWaitForTheOneThatNeedsIt() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch isQueued = new CountDownLatch(1);
        Loader<String, String> outer = key -> {
            running.countDown();
            await(isQueued);
            return CompletableFuture.completedFuture(result(cache().getOrLoad(prefix + "inner", value("v"), ONE)));
        };
        CompletionStage<Optional<String>> first = cache().getOrLoad(prefix, outer, ONE);
        await(running);
        CompletionStage<Optional<String>> second = cache().getOrLoad(prefix + "inner", value("v"), ONE);
        // The owner of a key answers its questions in order.
        result(cache().getOrLoad(
                        prefix + "inner", value("v"), ONE.withLimits(Duration.ofMillis(50), Duration.ofMillis(50)))
                .handle((found, failure) -> true));
        isQueued.countDown();
        assertThat(result(first)).contains("v");
        assertThat(result(second)).contains("v");
    }

    @Test
    void loadsOfTwoMembersThatNeedWhatWaitsOnTheOtherGoOn() {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch areQueued = new CountDownLatch(1);
        List<CompletionStage<Optional<String>>> answers = new ArrayList<>();
        for (int member = 0; member < 2; member++) {
            Cache<String, String> here = cache(member, "default");
            String needed = prefix + "needed-by-" + member;
            answers.add(here.getOrLoad(
                    prefix + "outer-of-" + member,
                    key -> {
                        running.countDown();
                        await(areQueued);
                        return CompletableFuture.completedFuture(result(here.getOrLoad(needed, value("v"), ONE)));
                    },
                    ONE));
        }
        await(running);
        for (int member = 0; member < 2; member++) {
            String needed = prefix + "needed-by-" + (1 - member);
            answers.add(cache(member, "default").getOrLoad(needed, value("v"), ONE));
            result(cache(member, "default")
                    .getOrLoad(needed, value("v"), ONE.withLimits(Duration.ofMillis(50), Duration.ofMillis(50)))
                    .handle((found, failure) -> true));
        }
        areQueued.countDown();
        answers.forEach(answer -> assertThat(result(answer)).contains("v"));
    }

    private static CacheException failureOf(CompletionStage<?> stage) {
        Throwable failure = Thrown.failureOf(stage);
        while (!(failure instanceof CacheException)) {
            failure = Objects.requireNonNull(failure.getCause());
        }
        return (CacheException) failure;
    }

    private static void assertRefused(CompletionStage<?> stage, String sentence) {
        CacheException failure = failureOf(stage);
        assertThat(failure).hasMessageContaining(sentence);
        assertThat(failure.reason()).isEqualTo(Reason.BAD_REQUEST);
    }

    @Test
    void loaderThatAsksForItsOwnKeyFailsAtOnce() {
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> own = key -> {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture(result(cache().getOrLoad(key, value("v"), LoadOptions.DEFAULT)));
        };
        assertRefused(cache().getOrLoad(prefix, own, LoadOptions.DEFAULT), "for that same key");
        Loader<String, String> asynchronous = key -> cache().getOrLoad(key, value("v"), LoadOptions.DEFAULT);
        assertRefused(cache().getOrLoad(prefix, asynchronous, LoadOptions.DEFAULT), "for that same key");
        assertThat(loads).hasValue(1);
    }

    @Test
    void loadersThatNeedEachOtherFailAtOnce() {
        Loader<String, String> second = key -> cache().getOrLoad(prefix + "a", value("never"), LoadOptions.DEFAULT);
        Loader<String, String> first = key -> cache().getOrLoad(prefix + "b", second, LoadOptions.DEFAULT);
        assertRefused(cache().getOrLoad(prefix + "a", first, LoadOptions.DEFAULT), "for that same key");
    }

    @Test
    void loadersThatWereBegunByThemselvesAndNeedEachOtherFailAtOnce() {
        CountDownLatch running = new CountDownLatch(2);
        List<CompletionStage<Optional<String>>> answers = IntStream.range(0, 2)
                .mapToObj(number -> cache().getOrLoad(
                                prefix + number,
                                key -> {
                                    running.countDown();
                                    await(running);
                                    return cache().getOrLoad(
                                                    prefix + (1 - number), value("never"), LoadOptions.DEFAULT);
                                },
                                LoadOptions.DEFAULT))
                .toList();
        answers.forEach(answer -> assertRefused(answer, "for that same key"));
    }

    @Test
    void loadersOfTwoMembersThatNeedEachOtherEndWithTheTimeOfALoad() {
        LoadOptions hasty = LoadOptions.DEFAULT.withLimits(Duration.ofMillis(500), Duration.ofSeconds(20));
        CountDownLatch running = new CountDownLatch(2);
        List<CompletionStage<Optional<String>>> answers = IntStream.range(0, 2)
                .mapToObj(number -> cache(number, "default")
                        .getOrLoad(
                                prefix + number,
                                key -> {
                                    running.countDown();
                                    await(running);
                                    return needing(number, hasty).load(key);
                                },
                                hasty))
                .toList();
        answers.forEach(answer -> assertThat(failureOf(answer))
                .hasMessageMatching(".*no answer for another key.*|.*for that same key.*"));
    }

    /** Asks for the other key, whose loader asks for this one. */
    private Loader<String, String> needing(int number, LoadOptions options) {
        return key -> cache(number, "default")
                .getOrLoad(prefix + (key.endsWith("0") ? 1 : 0), needing(number, options), options);
    }

    private CompletionStage<Optional<String>> endless(int number, AtomicInteger loads) {
        return cache().getOrLoad(
                        prefix + number,
                        key -> {
                            loads.incrementAndGet();
                            return endless(number + 1, loads);
                        },
                        LoadOptions.DEFAULT);
    }

    @Test
    void loadersWithoutAnEndAreRefused() {
        AtomicInteger loads = new AtomicInteger();
        assertRefused(endless(0, loads), "nested more than 100 deep");
        assertThat(loads).hasValue(100);
    }
}

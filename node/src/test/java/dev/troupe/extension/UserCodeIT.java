package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Undecodable;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever code of a user does, in whatever place: the call fails at once with that, one load is all, and the next caller may load. */
class UserCodeIT {
    /** Of which there is one permit: it would be missed. */
    private static final LoadOptions OPTIONS = LoadOptions.DEFAULT.withMaxLoads(1);

    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final Application APPLICATION = new Application();

    @BeforeAll
    static void start() {
        APPLICATION.start(1, "");
    }

    @AfterAll
    static void stop() {
        APPLICATION.close();
    }

    private static Cache<String, String> cache() {
        return APPLICATION.cache(0);
    }

    private static Cache<String, String> cache(Codec<String, byte[]> keys, Codec<String, byte[]> values) {
        return Troupe.get(APPLICATION.member(0)).cache("default", keys, values);
    }

    static List<Named<Throwable>> kinds() {
        return Thrown.kinds().stream()
                .map(thrown -> Named.of(thrown.getClass().getSimpleName(), thrown))
                .toList();
    }

    static List<Named<Throwable>> unchecked() {
        return kinds().stream()
                .filter(kind -> kind.getPayload() instanceof RuntimeException || kind.getPayload() instanceof Error)
                .toList();
    }

    private static Optional<String> load(String key) {
        return Await.result(
                cache().getOrLoad(key, asked -> CompletableFuture.completedFuture(Optional.of("loaded")), OPTIONS));
    }

    /** A load fails with what is thrown, after so many calls of the loader, and the next one succeeds. */
    private static void assertFails(Throwable thrown, int calls, Loader<String, String> loader, LoadOptions options) {
        String key = "key" + KEYS.incrementAndGet();
        AtomicInteger count = new AtomicInteger();
        Throwable failure = Thrown.failureOf(cache().getOrLoad(
                        key,
                        asked -> {
                            count.incrementAndGet();
                            return loader.load(asked);
                        },
                        options)
                .thenApply(found -> found));
        assertThat(Thrown.isOf(failure, thrown))
                .as(failure.getClass().getName())
                .isTrue();
        assertThat(count).hasValue(calls);
        assertThat(load(key)).contains("loaded");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatALoaderThrowsIsTheFailureOfTheCall(Throwable thrown) {
        assertFails(thrown, 1, key -> Thrown.sneakily(thrown), OPTIONS);
        assertFails(thrown, 1, key -> Thrown.sneakily(thrown), OPTIONS.withExecutor(Runnable::run));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatAStageOfALoaderFailsWithIsTheFailureOfTheCall(Throwable thrown) {
        assertFails(thrown, 1, key -> CompletableFuture.failedFuture(thrown), OPTIONS);
        CompletionException wrapped = new CompletionException("as dependent stages fail", thrown);
        assertFails(thrown, 1, key -> CompletableFuture.failedFuture(wrapped), OPTIONS);
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void whatAStageOfALoaderThrowsIsTheFailureOfTheCall(Throwable thrown) {
        assertFails(thrown, 1, key -> broken(thrown), OPTIONS);
    }

    @SuppressWarnings("unchecked")
    private static <T> CompletionStage<T> broken(Throwable thrown) {
        return (CompletionStage<T>) Proxy.newProxyInstance(
                UserCodeIT.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> {
                    throw thrown;
                });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatAnExecutorThrowsIsTheFailureOfTheCall(Throwable thrown) {
        Loader<String, String> never = key -> new CompletableFuture<>();
        assertFails(thrown, 0, never, OPTIONS.withExecutor(task -> Thrown.sneakily(thrown)));
        assertFails(thrown, 1, never, OPTIONS.withExecutor(task -> {
            task.run();
            Thrown.sneakily(thrown);
        }));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatACodecThrowsIsTheFailureOfTheCall(Throwable thrown) {
        Codec<String, byte[]> broken = Codec.of(text -> Thrown.sneakily(thrown), bytes -> Thrown.sneakily(thrown));
        Cache<String, String> withKeys = cache(broken, Codec.UTF8);
        Cache<String, String> withValues = cache(Codec.UTF8, broken);
        String key = "key" + KEYS.incrementAndGet();
        Loader<String, String> loader = asked -> CompletableFuture.completedFuture(Optional.of("v"));
        for (CompletionStage<?> call : List.of(
                withKeys.get(key),
                withKeys.peek(key),
                withKeys.put(key, "v"),
                withKeys.remove(key),
                withKeys.touch(key, Optional.empty()),
                withKeys.increment(key, 1),
                withKeys.getAll(List.of(key)),
                withKeys.getOrLoad(key, loader, OPTIONS),
                withKeys.compute(key, before -> before, PutOptions.DEFAULT),
                withValues.put(key, "v"),
                withValues.compute(key, before -> Optional.of("v"), PutOptions.DEFAULT),
                withValues.getOrLoad(key, loader, OPTIONS))) {
            assertThat(Thrown.isOf(Thrown.failureOf(call), thrown)).isTrue();
        }
        assertThat(load(key)).contains("loaded");
        assertThat(Thrown.isOf(Thrown.failureOf(withKeys.keys(KeyQuery.ALL)), thrown))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void valueThatACodecCannotReadIsAMissWhateverItThrows(Throwable thrown) {
        String key = "key" + KEYS.incrementAndGet();
        Await.result(cache().put(key, "odd"));
        Codec<String, byte[]> picky = Codec.of(Codec.UTF8::encode, bytes -> {
            String text = Codec.UTF8.decode(bytes);
            return text.equals("odd") ? Thrown.sneakily(thrown) : text;
        });
        Cache<String, String> reading = cache(Codec.UTF8, picky);
        assertThat(Await.result(reading.get(key))).isEmpty();
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> loader = asked -> {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture(Optional.of("even"));
        };
        List<CompletionStage<Optional<String>>> calls = IntStream.range(0, 20)
                .mapToObj(call -> reading.getOrLoad(key, loader, OPTIONS))
                .toList();
        calls.forEach(call -> assertThat(Await.result(call)).contains("even"));
        assertThat(loads).hasValue(1);
        assertThat(Await.result(reading.get(key)).orElseThrow().value()).isEqualTo("even");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsThrownAboutAnUndecodableValueIsTheFailureOfTheRead(Throwable thrown) {
        String key = "key" + KEYS.incrementAndGet();
        Await.result(cache().put(key, "odd"));
        Undecodable strict = (cache, failure) -> Thrown.sneakily(thrown);
        Codec<String, byte[]> broken = Codec.of(Codec.UTF8::encode, bytes -> Thrown.sneakily(thrown));
        Cache<String, String> reading = Troupe.get(APPLICATION.member(0)).cache("default", Codec.UTF8, broken, strict);
        assertThat(Thrown.isOf(Thrown.failureOf(reading.get(key)), thrown)).isTrue();
        Cache<String, String> failing =
                Troupe.get(APPLICATION.member(0)).cache("default", Codec.UTF8, broken, Undecodable.FAIL);
        Throwable failure = Thrown.failureOf(failing.get(key));
        assertThat(failure).cause().hasMessageContaining("cannot be decoded");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatAFunctionThrowsIsTheFailureOfTheComputation(Throwable thrown) {
        CompletionStage<?> call = cache().compute("computed", before -> Thrown.sneakily(thrown), PutOptions.DEFAULT);
        assertThat(Thrown.isOf(Thrown.failureOf(call), thrown)).isTrue();
    }

    @Test
    void nullIsAFailureThatSaysWhoGaveIt() {
        Cache<String, String> cache = cache();
        assertThat(Thrown.failureOf(cache.getOrLoad("null1", key -> nothing(), OPTIONS)))
                .hasRootCauseMessage("the loader gave null");
        assertThat(Thrown.failureOf(
                        cache.getOrLoad("null2", key -> CompletableFuture.completedFuture(nothing()), OPTIONS)))
                .hasRootCauseMessage("the stage of the loader gave null");
        assertThat(Thrown.failureOf(cache.compute("null3", before -> nothing(), PutOptions.DEFAULT)))
                .hasRootCauseMessage("the function gave null");
        Codec<String, byte[]> empty = Codec.of(text -> nothing(), bytes -> nothing());
        assertThat(Thrown.failureOf(cache(Codec.UTF8, empty).put("null4", "v")))
                .hasRootCauseMessage("the codec gave null");
        assertThat(Thrown.failureOf(cache(empty, Codec.UTF8).get("null5"))).hasRootCauseMessage("the codec gave null");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return (@Nullable T) null;
    }

    @Test
    void executorThatRunsALoadTwiceLoadsOnce() {
        AtomicInteger loads = new AtomicInteger();
        LoadOptions twice = OPTIONS.withExecutor(task -> {
            task.run();
            task.run();
        });
        CompletableFuture<Optional<String>> load = new CompletableFuture<>();
        Loader<String, String> loader = key -> {
            loads.incrementAndGet();
            return load;
        };
        CompletionStage<Optional<String>> answer = cache().getOrLoad("twice", loader, twice);
        load.complete(Optional.of("v"));
        assertThat(Await.result(answer)).contains("v");
        assertThat(loads).hasValue(1);
    }

    @Test
    void executorThatDoesNothingCostsTheTimeOfALoadAndNoPermit() {
        AtomicInteger tasks = new AtomicInteger();
        Executor lazy = task -> {
            if (tasks.incrementAndGet() > 1) {
                task.run();
            }
        };
        LoadOptions hasty = OPTIONS.withExecutor(lazy).withLimits(Duration.ofMillis(100), Duration.ofSeconds(20));
        assertThat(Await.result(
                        cache().getOrLoad("lazy", key -> CompletableFuture.completedFuture(Optional.of("v")), hasty)))
                .contains("v");
        assertThat(tasks).hasValue(2);
    }

    @Test
    void stageThatIsCompletedTwiceCountsWithItsFirstEnd() {
        CompletableFuture<Optional<String>> stage = CompletableFuture.completedFuture(Optional.of("first"));
        Loader<String, String> loader = key -> stage;
        assertThat(Await.result(cache().getOrLoad("again", loader, OPTIONS))).contains("first");
        stage.obtrudeException(new IllegalStateException("second"));
        assertThat(Await.result(cache().getOrLoad("again", loader, OPTIONS))).contains("first");
    }

    @Test
    void valueThatALoaderGaveIsItsOwnNoMore() {
        Cache<byte[], byte[]> bytes = Troupe.get(APPLICATION.member(0)).caches().cache("default");
        byte[] value = "before".getBytes(StandardCharsets.UTF_8);
        byte[] key = "owned".getBytes(StandardCharsets.UTF_8);
        byte[] first = Await.result(
                        bytes.getOrLoad(key, asked -> CompletableFuture.completedFuture(Optional.of(value)), OPTIONS))
                .orElseThrow();
        value[0] = 'X';
        first[1] = 'X';
        assertThat(Await.result(cache().get("owned")).orElseThrow().value()).isEqualTo("before");
    }

    @Test
    void errorOfTheMachineFailsTheCallAndReachesTheThreadsHandler() {
        AtomicReference<Throwable> handled = new AtomicReference<>();
        OutOfMemoryError error = new OutOfMemoryError("planted");
        Executor watched = task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((of, thrown) -> handled.set(thrown));
            thread.start();
        };
        assertFails(error, 1, key -> Thrown.sneakily(error), OPTIONS.withExecutor(watched));
        assertThat(handled).hasValue(error);
        handled.set(new IllegalStateException("not handled"));
        NoClassDefFoundError missing = new NoClassDefFoundError("of the loader alone");
        assertFails(missing, 1, key -> Thrown.sneakily(missing), OPTIONS.withExecutor(watched));
        assertThat(handled.get()).hasMessage("not handled");
    }
}

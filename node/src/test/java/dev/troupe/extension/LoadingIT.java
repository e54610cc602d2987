package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Loads on three members. The last test costs one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadingIT {
    private static final LoadOptions PATIENT =
            LoadOptions.DEFAULT.withLimits(Duration.ofSeconds(25), Duration.ofSeconds(28));
    private static final Application APPLICATION = new Application();

    @BeforeAll
    static void start() {
        APPLICATION.start(3, "");
    }

    @AfterAll
    static void stop() {
        APPLICATION.close();
    }

    private static Cache<String, String> cache(int member) {
        return APPLICATION.cache(member % 3);
    }

    @Test
    @Order(1)
    void thousandCallersOnThreeMembersLoadOnce() {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<Optional<String>> load = new CompletableFuture<>();
        Loader<String, String> counting = key -> {
            loads.incrementAndGet();
            return load;
        };
        List<CompletionStage<Optional<String>>> answers = new ArrayList<>();
        for (int caller = 0; caller < 1000; caller++) {
            answers.add(cache(caller).getOrLoad("slow", counting, PATIENT));
        }
        load.complete(Optional.of("loaded"));
        answers.forEach(answer -> assertThat(Await.result(answer)).contains("loaded"));
        assertThat(loads).hasValue(1);
    }

    @Test
    @Order(2)
    void removeDuringALoadWinsOverWhatWasLoaded() throws InterruptedException {
        CountDownLatch loading = new CountDownLatch(1);
        CompletableFuture<Optional<String>> load = new CompletableFuture<>();
        Loader<String, String> announced = key -> {
            loading.countDown();
            return load;
        };
        CompletionStage<Optional<String>> answer = cache(0).getOrLoad("raced", announced, PATIENT);
        assertThat(loading.await(20, TimeUnit.SECONDS)).isTrue();
        Await.result(cache(1).remove("raced"));
        load.complete(Optional.of("old"));
        assertThat(Await.result(answer)).contains("old");
        assertThat(Await.result(cache(2).get("raced"))).isEmpty();
    }

    @Test
    @Order(3)
    void waitersOfAMemberThatEndsAreServedByOneMoreLoad() throws InterruptedException {
        CountDownLatch loading = new CountDownLatch(1);
        Loader<String, String> never = key -> {
            loading.countDown();
            return new CompletableFuture<>();
        };
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> counting = key -> {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture(Optional.of("again"));
        };
        CompletionStage<Optional<String>> lost = cache(2).getOrLoad("orphan", never, PATIENT);
        assertThat(loading.await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletionStage<Optional<String>>> answers = new ArrayList<>();
        for (int caller = 0; caller < 100; caller++) {
            answers.add(cache(caller % 2).getOrLoad("orphan", counting, PATIENT));
        }
        assertThat(lost.toCompletableFuture()).isNotDone();
        assertThat(loads).hasValue(0);
        APPLICATION.end(2);
        answers.forEach(answer -> assertThat(Await.result(answer)).contains("again"));
        assertThat(loads).hasValue(1);
    }
}

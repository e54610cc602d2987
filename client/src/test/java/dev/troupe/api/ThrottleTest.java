package dev.troupe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final List<CompletableFuture<Integer>> underWay = new ArrayList<>();

    private CompletionStage<Integer> open() {
        CompletableFuture<Integer> call = new CompletableFuture<>();
        underWay.add(call);
        return call;
    }

    private static <T> T result(CompletableFuture<T> stage) {
        return stage.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void noMoreCallsAreUnderWayThanTheWindowHas() {
        Throttle throttle = new Throttle(new Throttle.Window(3, Long.MAX_VALUE));
        for (int call = 0; call < 10; call++) {
            var unused = throttle.run(1, this::open);
        }
        assertThat(underWay).hasSize(3);
        underWay.get(1).complete(1);
        assertThat(underWay).hasSize(4);
        underWay.get(0).completeExceptionally(new IllegalStateException("planted"));
        assertThat(underWay).hasSize(5);
    }

    @Test
    void noMoreBytesAreUnderWayThanTheWindowHasButForOneCallAlone() {
        Throttle throttle = new Throttle(new Throttle.Window(10, 100));
        for (int bytes : new int[] {60, 30, 30, 1000, 1}) {
            var unused = throttle.run(bytes, this::open);
        }
        assertThat(underWay).hasSize(2);
        underWay.get(0).complete(1);
        assertThat(underWay).hasSize(3);
        underWay.get(1).complete(1);
        assertThat(underWay).hasSize(3);
        underWay.get(2).complete(1);
        assertThat(underWay).hasSize(4);
        underWay.get(3).complete(1);
        assertThat(underWay).hasSize(5);
    }

    /** The limit of somebody else is lower than the window, and taken by others at first. */
    @Test
    void whatIsRefusedAsOverloadedIsCalledAgainUntilItIsAdmitted() {
        Throttle throttle = new Throttle(new Throttle.Window(64, Long.MAX_VALUE));
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int call = 0; call < 500; call++) {
            results.add(throttle.run(1, () -> {
                if (tries.incrementAndGet() < 30 || inFlight.incrementAndGet() > 3) {
                    inFlight.updateAndGet(now -> Math.max(0, now - 1));
                    return CompletableFuture.failedFuture(new CacheException(Reason.OVERLOADED, "too much"));
                }
                return CompletableFuture.supplyAsync(done::incrementAndGet)
                        .whenComplete((number, failure) -> inFlight.decrementAndGet());
            }));
        }
        results.forEach(ThrottleTest::result);
        assertThat(done).hasValue(500);
    }

    @Test
    void whateverElseACallEndsWithIsItsResult() {
        Throttle throttle = new Throttle(new Throttle.Window(2, 10));
        CacheException full = new CacheException(Reason.CACHE_FULL, "full");
        CompletableFuture<Integer> failing = throttle.run(1, () -> CompletableFuture.failedFuture(full));
        assertThatThrownBy(() -> result(failing)).hasCause(full);
        CompletableFuture<Integer> throwing = throttle.run(1, () -> {
            throw new NoClassDefFoundError("planted");
        });
        assertThatThrownBy(() -> result(throwing)).hasCauseInstanceOf(NoClassDefFoundError.class);
        CompletableFuture<Integer> nothing = throttle.run(1, () -> null);
        assertThatThrownBy(() -> result(nothing)).hasCauseInstanceOf(NullPointerException.class);
        assertThat(result(throttle.run(1, () -> CompletableFuture.completedFuture(7))))
                .isEqualTo(7);
    }

    @Test
    void callsThatEndAtOnceAreNoDeepStack() {
        Throttle throttle = new Throttle(new Throttle.Window(1, 10));
        CompletableFuture<Integer> first = new CompletableFuture<>();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        results.add(throttle.run(1, () -> first));
        for (int call = 1; call < 100_000; call++) {
            int number = call;
            results.add(throttle.run(1, () -> CompletableFuture.completedFuture(number)));
        }
        first.complete(0);
        assertThat(result(results.get(99_999))).isEqualTo(99_999);
    }

    @Test
    void afterItIsStoppedOnlyWhatIsUnderWayEndsInItsOwnWay() {
        Throttle throttle = new Throttle(new Throttle.Window(1, 10));
        CompletableFuture<Integer> first = throttle.run(1, this::open);
        CompletableFuture<Integer> second = throttle.run(1, this::open);
        throttle.stop(new IllegalStateException("stopped"));
        underWay.get(0).complete(1);
        assertThat(result(first)).isEqualTo(1);
        assertThatThrownBy(() -> result(second)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(underWay).hasSize(1);
    }

    @Test
    void afterItIsStoppedWhatIsRefusedAsOverloadedIsNotCalledAgain() {
        Throttle throttle = new Throttle(new Throttle.Window(2, 10));
        CompletableFuture<Integer> refused = throttle.run(1, this::open);
        CompletableFuture<Integer> made = throttle.run(1, this::open);
        underWay.get(0).completeExceptionally(new CacheException(Reason.OVERLOADED, "at first"));
        throttle.stop(new IllegalStateException("stopped"));
        assertThatThrownBy(() -> result(refused)).hasMessageContaining("stopped");
        CacheException overloaded = new CacheException(Reason.OVERLOADED, "under way");
        underWay.get(1).completeExceptionally(overloaded);
        assertThat(made).isCompletedExceptionally();
        assertThatThrownBy(() -> result(made)).hasCause(overloaded);
    }

    @Test
    void afterItIsStoppedNothingNewIsCalled() {
        Throttle throttle = new Throttle(new Throttle.Window(2, 10));
        throttle.stop(new IllegalStateException("stopped"));
        throttle.stop(new IllegalStateException("again"));
        assertThatThrownBy(() -> result(throttle.run(1, this::open))).hasMessageContaining("stopped");
        assertThat(underWay).isEmpty();
    }
}

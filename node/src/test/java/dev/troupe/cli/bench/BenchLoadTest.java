package dev.troupe.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.cli.bench.BenchRow.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class BenchLoadTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @ParameterizedTest
    @EnumSource(Caller.class)
    void aCallerThatDiesFailsTheRunAndDoesNotHoldItUp(Caller caller) {
        assertThatThrownBy(() -> run(caller, key -> {
                    throw new NoClassDefFoundError("planted");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("planted");
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void aCallerThatDiesBetweenAnswersDoesToo(Caller caller) {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> run(caller, key -> {
                    if (calls.incrementAndGet() > (caller == Caller.ASYNC ? Caller.IN_FLIGHT : Caller.THREADS)) {
                        throw new IllegalArgumentException("planted");
                    }
                    return soon();
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void callsThatAreAnsweredAreCounted(Caller caller) throws InterruptedException {
        BenchSample sample = run(caller, key -> soon());
        assertThat(sample.answered()).isPositive();
        assertThat(sample.errors()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void callsThatAreAnsweredAtOnceEndInTimeToo(Caller caller) throws InterruptedException {
        assertThat(run(caller, key -> CompletableFuture.completedFuture("")).answered())
                .isPositive();
    }

    private static CompletionStage<?> soon() {
        return new CompletableFuture<>().completeOnTimeout("", 1, TimeUnit.MILLISECONDS);
    }

    private static BenchSample run(Caller caller, Function<String, CompletionStage<?>> call)
            throws InterruptedException {
        return new BenchLoad(call::apply, List.of("k"), () -> 0).run(caller, SHORT);
    }
}

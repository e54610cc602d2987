package dev.troupe.transport.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalExecutorTest {
    private final List<String> ran = new ArrayList<>();
    private final List<Runnable> left = new ArrayList<>();
    private final ArrivalExecutor executor = new ArrivalExecutor(new Pool());

    /** Notes what it is left, and is never done. */
    private final class Pool extends AbstractExecutorService {
        private boolean stopped;

        @Override
        public void execute(Runnable task) {
            left.add(task);
        }

        @Override
        public void shutdown() {
            stopped = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return left;
        }

        @Override
        public boolean isShutdown() {
            return stopped;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }

    private void take(int tasks) {
        for (int number = 1; number <= tasks; number++) {
            String name = "task " + number;
            ArrivalExecutor.take(() -> executor.execute(() -> ran.add(name)));
        }
    }

    @Test
    void littleIsRunByTheThreadThatTakesTheBatchWhenItHasTakenIt() {
        take(ArrivalExecutor.MOST_TASKS);
        assertThat(ran).isEmpty();
        ArrivalExecutor.runTaken();
        assertThat(ran).hasSize(ArrivalExecutor.MOST_TASKS).startsWith("task 1", "task 2");
        assertThat(left).isEmpty();
        ArrivalExecutor.runTaken();
        assertThat(ran).hasSize(ArrivalExecutor.MOST_TASKS);
    }

    @Test
    void muchIsLeftToThePool() {
        take(ArrivalExecutor.MOST_TASKS + 1);
        ArrivalExecutor.runTaken();
        assertThat(ran).isEmpty();
        assertThat(left).hasSize(ArrivalExecutor.MOST_TASKS + 1);
    }

    @Test
    void whatIsHandedOverOutsideABatchIsThePools() {
        executor.execute(() -> ran.add("elsewhere"));
        ArrivalExecutor.runTaken();
        assertThat(left).hasSize(1);
    }

    @Test
    void whatATaskHandsOverIsThePoolsSoThatNobodyIsKeptForLong() {
        ArrivalExecutor.take(() -> executor.execute(() -> executor.execute(() -> ran.add("again"))));
        ArrivalExecutor.runTaken();
        assertThat(ran).isEmpty();
        assertThat(left).hasSize(1);
    }

    @Test
    void errorOfATaskIsThrownByThePoolAndTheNextRuns() {
        AssertionError planted = new AssertionError("planted");
        ArrivalExecutor.take(() -> executor.execute(() -> {
            throw planted;
        }));
        take(1);
        ArrivalExecutor.runTaken();
        assertThat(ran).containsExactly("task 1");
        assertThat(left).hasSize(1);
        assertThat(catchThrowable(left.get(0)::run)).isSameAs(planted);
    }

    @Test
    void errorOfWhoTakesLeavesTheThreadAsItWas() {
        IllegalStateException planted = new IllegalStateException("planted");
        assertThat(catchThrowable(() -> ArrivalExecutor.take(() -> {
                    throw planted;
                })))
                .isSameAs(planted);
        executor.execute(() -> ran.add("elsewhere"));
        assertThat(left).hasSize(1);
    }

    @Test
    void endsWithItsPool() {
        executor.shutdown();
        assertThat(executor.isShutdown()).isTrue();
        assertThat(executor.isTerminated()).isFalse();
    }
}

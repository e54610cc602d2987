package dev.troupe.transport.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallingThreadExecutorTest {
    private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    private final ExecutorService others = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "other");
        thread.setUncaughtExceptionHandler((at, error) -> uncaught.complete(error));
        return thread;
    });
    private final CallingThreadExecutor executor = new CallingThreadExecutor(() -> others);

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    @Test
    void taskIsRunOnTheCallingThreadBeforeItGoesOn() {
        List<Thread> ran = new ArrayList<>();
        executor.execute(() -> ran.add(Thread.currentThread()));
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void whatATaskHandsOverRunsAfterItInOrderAndNotInside() {
        List<String> ran = new ArrayList<>();
        executor.execute(() -> {
            executor.execute(() -> {
                executor.execute(() -> ran.add("last"));
                ran.add("first inner");
            });
            executor.execute(() -> ran.add("second inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "first inner", "second inner", "last");
    }

    @Test
    void threadIsLetGoAfterItsShareAndTheRestRunsInOrderElsewhere() throws InterruptedException {
        int many = CallingThreadExecutor.MOST_TASKS + 100;
        List<Integer> here = new ArrayList<>();
        List<Integer> there = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(many);
        Thread caller = Thread.currentThread();
        executor.execute(() -> {
            for (int i = 0; i < many; i++) {
                int number = i;
                executor.execute(() -> {
                    (Thread.currentThread() == caller ? here : there).add(number);
                    all.countDown();
                });
            }
        });
        assertThat(all.await(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(here).hasSize(CallingThreadExecutor.MOST_TASKS - 1);
        here.addAll(there);
        assertThat(here).isSorted().hasSize(many);
    }

    @Test
    void taskThatHandsItselfOverForEverKeepsNoThreadForEver() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(10 * CallingThreadExecutor.MOST_TASKS);
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            ran.countDown();
            if (!executor.isShutdown()) {
                executor.execute(again[0]);
            }
        };
        executor.execute(again[0]);
        assertThat(ran.await(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        executor.shutdown();
    }

    @Test
    void tasksDoNotSeeThatTheCallerWasInterruptedAndTheCallerDoesAfterwards() {
        List<Boolean> seen = new ArrayList<>();
        Thread.currentThread().interrupt();
        executor.execute(() -> {
            executor.execute(() -> seen.add(Thread.currentThread().isInterrupted()));
            seen.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).containsExactly(false, false);
    }

    @Test
    void interruptionThatATaskThrowsIsKeptForTheCallerAndOthersRun() {
        List<String> ran = new ArrayList<>();
        executor.execute(() -> {
            executor.execute(() -> ran.add("next"));
            CallingThreadExecutorTest.<RuntimeException>sneaky(new InterruptedException());
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).containsExactly("next");
        assertThat(uncaught).isNotDone();
    }

    @Test
    void errorOfATaskIsThrownOnAnotherThreadAndTheNextRuns() {
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        List<String> ran = new ArrayList<>();
        executor.execute(() -> {
            executor.execute(() -> ran.add("next"));
            throw planted;
        });
        assertThat(ran).containsExactly("next");
        assertThat(Await.result(uncaught)).isSameAs(planted);
    }

    @Test
    void nothingIsTakenAfterItWasStopped() throws InterruptedException {
        executor.shutdown();
        assertThat(executor.isTerminated()).isTrue();
        assertThat(executor.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable error) throws E {
        throw (E) error;
    }
}

package dev.troupe.transport.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool of threads, but that what is handed over while a thread takes a batch is run by that thread when it has taken the batch, if it is
 * little: to wake another thread costs more. What others hand over, and what a batch brings much of, the pool runs.
 */
public final class ArrivalExecutor extends AbstractExecutorService {
    /** Tasks of a batch, mailboxes of a dispatcher, that the thread of the batch runs itself. */
    static final int MOST_TASKS = 4;

    private static final ThreadLocal<Taken> TAKEN = ThreadLocal.withInitial(Taken::new);

    private final ExecutorService pool;

    /** One that leaves what it does not run on arrival to a pool. */
    public ArrivalExecutor(ExecutorService pool) {
        this.pool = pool;
    }

    /** What a thread has been handed while it takes a batch. Not thread safe: owned by its thread. */
    private static final class Taken {
        private final List<Runnable> tasks = new ArrayList<>();
        private boolean isTaking;
        private @Nullable ArrivalExecutor executor;
    }

    /** Does something that hands over tasks, which wait for {@link #runTaken}. */
    public static void take(Runnable arrival) {
        Taken taken = TAKEN.get();
        taken.isTaking = true;
        try {
            arrival.run();
        } finally {
            taken.isTaking = false;
        }
    }

    /** Runs what has been handed over, here or elsewhere. */
    public static void runTaken() {
        Taken taken = TAKEN.get();
        ArrivalExecutor executor = taken.executor;
        if (executor != null && !taken.tasks.isEmpty()) {
            List<Runnable> tasks = List.copyOf(taken.tasks);
            taken.tasks.clear();
            executor.runAll(tasks);
        }
    }

    @Override
    public void execute(Runnable task) {
        Taken taken = TAKEN.get();
        if (taken.isTaking) {
            taken.tasks.add(task);
            taken.executor = this;
        } else {
            pool.execute(task);
        }
    }

    private void runAll(List<Runnable> tasks) {
        if (tasks.size() <= MOST_TASKS) {
            tasks.forEach(this::runHere);
        } else {
            tasks.forEach(this::leaveToPool);
        }
    }

    /** What comes after the end is left undone. */
    private void leaveToPool(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException ended) {
            // as its dispatcher would not have taken it
        }
    }

    /** An error is not the business of who has brought the batch. */
    private void runHere(Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            if (!isInterruption(error)) {
                leaveToPool(() -> rethrow(error));
            }
        }
    }

    /** Pekko's mailboxes throw it, undeclared, when they have handed over again what they had left to do. */
    private static boolean isInterruption(Throwable error) {
        return error instanceof InterruptedException;
    }

    @SuppressWarnings("unchecked") // the type is erased: whatever was thrown is thrown
    private static <E extends Throwable> void rethrow(Throwable error) throws E {
        throw (E) error;
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }
}

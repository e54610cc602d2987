package dev.troupe.transport.dispatch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on the thread that hands it over, before that thread goes on. What a task hands over is run after it, not inside it, so the
 * stack stays as deep as for one. So that nobody is kept for long by the work of others, a thread runs a number of tasks at most,
 * and leaves the rest to threads of the executor's own.
 *
 * <p>Others may interrupt the thread: to a task it never looks interrupted, and afterwards it is if anybody has asked for it. An
 * error of a task is not told to who handed it over but thrown on a thread of the executor's own, as if the task had run there.
 */
final class CallingThreadExecutor extends AbstractExecutorService {
    /** Mailboxes, as the tasks of a dispatcher are. */
    static final int MOST_TASKS = 64;

    private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(Turn::new);
    private final Supplier<ExecutorService> makesOthers;
    private @Nullable ExecutorService others;
    private volatile boolean stopped;

    /**
     * One that has run nothing yet.
     *
     * @param makesOthers makes the threads for what no calling thread is to run; asked once, when it is needed first
     */
    CallingThreadExecutor(Supplier<ExecutorService> makesOthers) {
        this.makesOthers = makesOthers;
    }

    @Override
    public void execute(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("stopped");
        }
        Turn turn = turns.get();
        if (turn.isRunning) {
            turn.next.addLast(task);
        } else {
            turn.run(task, this);
        }
    }

    @Override
    public synchronized void shutdown() {
        stopped = true;
        if (others != null) {
            others.shutdown();
        }
    }

    /** What runs is not interrupted: the thread is another's. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return stopped;
    }

    @Override
    public synchronized boolean isTerminated() {
        return stopped && (others == null || others.isTerminated());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        ExecutorService own;
        synchronized (this) {
            own = others;
        }
        return stopped && (own == null || own.awaitTermination(timeout, unit));
    }

    /** What comes after the end is left undone. */
    private synchronized void leaveToOthers(Runnable task) {
        if (stopped) {
            return;
        }
        if (others == null) {
            others = makesOthers.get();
        }
        others.execute(task);
    }

    /** What one thread runs from the moment when something is handed over until it goes on. Not thread safe: owned by its thread. */
    private static final class Turn {
        private final ArrayDeque<Runnable> next = new ArrayDeque<>();
        private boolean isRunning;
        private boolean wasInterrupted;

        void run(Runnable first, CallingThreadExecutor executor) {
            isRunning = true;
            wasInterrupted = Thread.interrupted();
            try {
                runOne(first, executor);
                for (int ran = 1; ran < MOST_TASKS && !next.isEmpty(); ran++) {
                    runOne(next.removeFirst(), executor);
                }
                if (!next.isEmpty()) {
                    leaveTheRest(executor);
                }
            } finally {
                isRunning = false;
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void runOne(Runnable task, CallingThreadExecutor executor) {
            try {
                task.run();
            } catch (Throwable error) {
                if (isInterruption(error)) {
                    wasInterrupted = true; // what the task had left to do it has handed over again
                } else {
                    executor.leaveToOthers(() -> rethrow(error));
                }
            }
            wasInterrupted |= Thread.interrupted();
        }

        private void leaveTheRest(CallingThreadExecutor executor) {
            List<Runnable> rest = List.copyOf(next);
            next.clear();
            executor.leaveToOthers(() -> rest.forEach(executor::execute));
        }
    }

    /** Pekko's mailboxes throw it, undeclared. */
    private static boolean isInterruption(Throwable error) {
        return error instanceof InterruptedException;
    }

    @SuppressWarnings("unchecked") // the type is erased: whatever was thrown is thrown
    private static <E extends Throwable> void rethrow(Throwable error) throws E {
        throw (E) error;
    }
}

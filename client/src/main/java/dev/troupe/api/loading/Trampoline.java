package dev.troupe.api.loading;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs what the end of a load sets off one after the other: ten thousand loads must not be as many frames of one stack. */
final class Trampoline {
    private static final ThreadLocal<@Nullable ArrayDeque<Runnable>> RUNNING = new ThreadLocal<>();

    private Trampoline() {}

    /** Runs a step, now or when the steps that run on this thread already are done. */
    static void run(Runnable step) {
        @Nullable ArrayDeque<Runnable> running = RUNNING.get();
        if (running != null) {
            running.add(step);
            return;
        }
        ArrayDeque<Runnable> steps = new ArrayDeque<>();
        RUNNING.set(steps);
        try {
            for (@Nullable Runnable next = step; next != null; next = steps.poll()) {
                next.run();
            }
        } finally {
            RUNNING.remove();
        }
    }

    /** Runs code that may wait for steps that it sets off, and so must not find any to wait behind. */
    static <T extends @Nullable Object> T apart(Supplier<T> code) {
        @Nullable ArrayDeque<Runnable> running = RUNNING.get();
        RUNNING.remove();
        try {
            return code.get();
        } finally {
            if (running != null) {
                RUNNING.set(running);
            }
        }
    }
}

package dev.troupe.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which caches call code of their users, for those who implement caches: it may throw anything, give null, or give a stage
 * that behaves in any way, and all of that becomes a {@link UserCodeException}.
 *
 * <p>An error that says that the JVM itself is in trouble, such as {@link OutOfMemoryError}, fails the call like any other, so that its caller
 * does not wait for nothing, and is also given to the uncaught exception handler of the thread. That is where the platform decides about
 * such errors (an actor system ends the process), and stages would hide it from there. An overflown stack is over once it was unwound,
 * and a class that is missing is missing to the loader alone, so neither counts as one.
 */
public final class UserCode {
    private UserCode() {}

    /**
     * Calls code that gives something.
     *
     * @param <T> what it gives
     * @param what names the code to people, such as "the codec"
     * @param code called once
     * @return not null
     * @throws UserCodeException if it throws anything or gives null
     */
    public static <T> T call(String what, Supplier<? extends @Nullable T> code) {
        @Nullable T result;
        try {
            result = code.get();
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
        if (result == null) {
            throw gaveNull(what);
        }
        return result;
    }

    /**
     * Calls code that gives a stage.
     *
     * @param <T> what the stage gives
     * @param what names the code to people, such as "the loader"
     * @param code called once
     * @return a plain future that ends as the stage ends first; fails with a {@link UserCodeException} if that fails, or if there is none
     */
    public static <T> CompletableFuture<T> stage(String what, Supplier<? extends @Nullable CompletionStage<T>> code) {
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            var unused = call(what, code)
                    .whenCompleteAsync(
                            (result, failure) -> {
                                if (failure == null) {
                                    future.complete(result);
                                } else {
                                    future.completeExceptionally(failure(failure));
                                }
                            },
                            Runnable::run);
        } catch (Throwable thrown) {
            future.completeExceptionally(thrown(thrown));
        }
        return future;
    }

    /**
     * A value that code gave, for others than that code: of bytes a copy, since it may give the same array again, or change it.
     *
     * @param <T> of the value
     * @param value any
     * @return the same value if it is no array of bytes
     */
    @SuppressWarnings("unchecked")
    public static <T> T own(T value) {
        return value instanceof byte[] bytes ? (T) bytes.clone() : value;
    }

    /**
     * That code gave null where that is not allowed.
     *
     * @param what names the code to people
     * @return to be thrown
     */
    public static UserCodeException gaveNull(String what) {
        return new UserCodeException(new NullPointerException(what + " gave null"));
    }

    /**
     * What code has thrown.
     *
     * @param thrown by the code, on this thread
     * @return to be thrown, or what the call fails with
     */
    public static UserCodeException thrown(Throwable thrown) {
        if (isFatal(thrown)) {
            Thread thread = Thread.currentThread();
            try {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            } catch (Throwable broken) {
                // As the JVM does with what such a handler throws.
            }
        }
        return failure(thrown);
    }

    /**
     * What can be said of a failure.
     *
     * @param failure of any class
     * @return its text, or the name of its class if it cannot say that
     */
    public static String text(Throwable failure) {
        return String.valueOf(new UserCodeException(failure).getMessage());
    }

    /** Whether the JVM itself is in trouble. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /** What a stage has failed with. Of classes that anybody may extend nothing is asked. */
    private static UserCodeException failure(Throwable failure) {
        if (failure instanceof UserCodeException known) {
            return known;
        }
        @Nullable Throwable cause = failure.getClass() == CompletionException.class ? failure.getCause() : null;
        return cause instanceof UserCodeException known
                ? known
                : new UserCodeException(cause == null ? failure : cause);
    }
}

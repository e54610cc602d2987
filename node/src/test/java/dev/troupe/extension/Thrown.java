package dev.troupe.extension;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** All kinds of things that code of users throws. */
final class Thrown {
    private Thrown() {}

    /** Says nothing about itself. */
    static final class Mute extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** Is its own cause. */
    static final class Circular extends CompletionException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    /** One of each kind. */
    static List<Throwable> kinds() {
        return List.of(
                new IllegalStateException("database is away"),
                new NoClassDefFoundError("com/example/Driver"),
                new ExceptionInInitializerError("no settings"),
                new StackOverflowError(),
                new AssertionError("not so"),
                new IOException("checked"),
                new InterruptedException("interrupted"),
                new TimeoutException("database is slow"),
                new CancellationException("cancelled"),
                new RejectedExecutionException("full"),
                new CacheException(Reason.OVERLOADED, "another cache is full"),
                new CacheException(Reason.UNAVAILABLE, "another cache is away"),
                new CompletionException("without a cause", null),
                new Circular(),
                new Mute());
    }

    /** Throws it, checked or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
    static <T, E extends Throwable> T sneakily(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** What a stage fails with, in less than any load may take; nothing is asked of it. */
    static Throwable failureOf(CompletionStage<?> stage) {
        CompletableFuture<@Nullable Throwable> failure = new CompletableFuture<>();
        var unused = stage.whenComplete((value, failed) -> failure.complete(failed));
        @Nullable Throwable failed = failure.orTimeout(5, TimeUnit.SECONDS).join();
        if (failed == null) {
            throw new AssertionError("did not fail");
        }
        return failed;
    }

    /** Whether a failure is one or has it as its cause. */
    static boolean isOf(Throwable failure, Throwable thrown) {
        return failure == thrown || failure.getCause() == thrown;
    }
}

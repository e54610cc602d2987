package dev.troupe.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for a future, but not for ever. */
final class Waiting {
    private Waiting() {}

    static <T> T until(CompletableFuture<T> future, Duration longest) {
        return future.copy()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}

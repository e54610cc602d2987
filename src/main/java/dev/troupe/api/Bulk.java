package dev.troupe.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Several calls at once. */
final class Bulk {
    private Bulk() {}

    /** All results in the order of the calls, once all have ended; fails if one has. */
    static <T> CompletionStage<List<T>> of(List<? extends CompletionStage<T>> calls) {
        List<CompletableFuture<T>> futures =
                calls.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(
                        ended -> futures.stream().map(CompletableFuture::join).toList());
    }
}

package dev.troupe;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** How tests wait for what is to happen, however slow the machine: not for ever. What has to be soon is asserted by the test itself. */
public final class Await {
    /** Nothing that a test waits for takes longer on a machine that does other things too, be it two nodes that start, or end in order. */
    public static final Duration SOON = Duration.ofSeconds(90);

    private Await() {}

    /** What a stage comes to, or its failure. */
    public static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .copy()
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}

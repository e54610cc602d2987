package dev.troupe.api.loading;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** For loaders that ask caches from other threads than the one that calls them. */
public final class LoadContext {
    private LoadContext() {}

    /**
     * Takes a load to other threads: {@code CompletableFuture.supplyAsync(() -> ..., LoadContext.executor(pool))}. Called by the loader itself.
     *
     * @param executor runs what it is given, or refuses it
     * @return runs tasks there whose calls are part of the load that calls this method, as long as that is under way; outside of a load
     *     it is the executor itself
     */
    public static Executor executor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        @Nullable LoadTask load = LoadTask.current();
        return load == null ? executor : task -> executor.execute(load.partOfIt(task));
    }
}

package dev.troupe.api;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Threads for loaders that block, one each while it runs; how many there are is bounded by {@link LoadOptions#maxLoads}. */
final class LoadThreads {
    static final Executor INSTANCE = Executors.newCachedThreadPool(LoadThreads::daemon);

    private LoadThreads() {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "troupe-load");
        thread.setDaemon(true);
        return thread;
    }
}

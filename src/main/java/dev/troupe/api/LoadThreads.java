package dev.troupe.api;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for loaders that block, one each while it runs; how many there are is bounded by {@link LoadOptions#maxLoads}. */
enum LoadThreads implements Executor {
    INSTANCE;

    private final ExecutorService threads = Executors.newCachedThreadPool(LoadThreads::daemon);

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "troupe-load");
        thread.setDaemon(true);
        return thread;
    }
}

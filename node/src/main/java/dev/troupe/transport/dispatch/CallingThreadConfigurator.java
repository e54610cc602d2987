package dev.troupe.transport.dispatch;

import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Makes the {@link CallingThreadExecutor} of a dispatcher whose {@code executor} is this class. Made by Pekko. For actors that never wait and
 * know no code of users; not for Pekko's own, some of which wait for each other.
 */
public final class CallingThreadConfigurator extends ExecutorServiceConfigurator {
    private static final long IDLE_SECONDS = 10;

    /** Made by the actor system. */
    public CallingThreadConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> new CallingThreadExecutor(() -> others(threads));
    }

    /** One thread, while there is something for it: at most a mailbox of each actor, as an actor is handed over once until it has run. */
    private static ExecutorService others(ThreadFactory threads) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}

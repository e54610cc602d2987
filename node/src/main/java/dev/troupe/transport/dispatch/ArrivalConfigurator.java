package dev.troupe.transport.dispatch;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ForkJoinExecutorConfigurator;

/**
 * Makes the {@link ArrivalExecutor} of a dispatcher whose {@code executor} is this class, over the {@code fork-join-executor} that it
 * describes. Made by Pekko. For actors that never wait.
 */
public final class ArrivalConfigurator extends ExecutorServiceConfigurator {
    private final ForkJoinExecutorConfigurator pools;

    /** Made by the actor system. */
    public ArrivalConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        this.pools = new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        ExecutorServiceFactory pool = pools.createExecutorServiceFactory(id, threads);
        return () -> new ArrivalExecutor(pool.createExecutorService());
    }
}

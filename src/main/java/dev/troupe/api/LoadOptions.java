package dev.troupe.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How {@link Cache#getOrLoad} loads, waits and stores.
 *
 * @param put how a loaded value is stored; its condition is not used
 * @param negativeTtl how long it is remembered that there is no value; empty means not at all
 * @param loadLimit a load that takes longer has failed, and the next waiter loads; 1 ms to 10 min
 * @param waitLimit a caller waits no longer than this; 1 ms to 1 h
 * @param refreshAhead the first to read an entry that has no more than this left starts a load and does not wait for it; zero for none
 * @param staleFor how long a value is kept beyond its time to live, to be used while a new one is loaded or cannot be; zero for none
 * @param softLimit how long a caller waits for a new value while there is one of that kind; zero means not at all
 * @param maxLoads most loads of this cache under way in this JVM; those beyond wait. At least 1
 * @param executor calls the loader
 */
public record LoadOptions(
        PutOptions put,
        Optional<Duration> negativeTtl,
        Duration loadLimit,
        Duration waitLimit,
        Duration refreshAhead,
        Duration staleFor,
        Duration softLimit,
        int maxLoads,
        Executor executor) {
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** The cache's defaults, 10 s for a load and 30 s for a caller, at most 64 loads, each on a thread of its own. */
    public static final LoadOptions DEFAULT = new LoadOptions(
            PutOptions.DEFAULT,
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            64,
            LoadThreads.INSTANCE);

    /**
     * @param put how a loaded value is stored; its condition is not used
     * @param negativeTtl how long it is remembered that there is no value; empty means not at all
     * @param refreshAhead the first to read an entry that has no more than this left starts a load and does not wait for it; zero for none
     * @param staleFor how long a value is kept beyond its time to live, to be used while a new one is loaded or cannot be; zero for none
     * @param softLimit how long a caller waits for a new value while there is one of that kind; zero means not at all
     * @param maxLoads most loads of this cache under way in this JVM; those beyond wait. At least 1
     * @param executor calls the loader
     * @param loadLimit a load that takes longer has failed, and the next waiter loads; 1 ms to 10 min
     * @param waitLimit a caller waits no longer than this; 1 ms to 1 h
     * @throws IllegalArgumentException if one is out of range
     */
    public LoadOptions {
        negativeTtl.ifPresent(value -> CacheSpec.checkTtl("negativeTtl", value));
        checkLimit("loadLimit", loadLimit, LONGEST_LOAD);
        checkLimit("waitLimit", waitLimit, LONGEST_WAIT);
        if (refreshAhead.isNegative() || staleFor.isNegative() || softLimit.isNegative()) {
            throw new IllegalArgumentException("refreshAhead, staleFor and softLimit must not be negative");
        }
        if (maxLoads < 1) {
            throw new IllegalArgumentException("maxLoads must be at least 1, got " + maxLoads);
        }
    }

    /**
     * The same with values stored so.
     *
     * @param value the new one
     * @return the other options
     */
    public LoadOptions withPut(PutOptions value) {
        return new LoadOptions(
                value, negativeTtl, loadLimit, waitLimit, refreshAhead, staleFor, softLimit, maxLoads, executor);
    }

    /**
     * The same with values of this time to live.
     *
     * @param ttl time to live
     * @return the other options
     */
    public LoadOptions withTtl(Duration ttl) {
        return withPut(put.withTtl(ttl));
    }

    /**
     * The same remembering for so long that there is no value.
     *
     * @param value the new one
     * @return the other options
     */
    public LoadOptions withNegativeTtl(Duration value) {
        return new LoadOptions(
                put, Optional.of(value), loadLimit, waitLimit, refreshAhead, staleFor, softLimit, maxLoads, executor);
    }

    /**
     * The same with these limits of a load and of a caller.
     *
     * @param load of one load
     * @param wait of one caller
     * @return the other options
     */
    public LoadOptions withLimits(Duration load, Duration wait) {
        return new LoadOptions(put, negativeTtl, load, wait, refreshAhead, staleFor, softLimit, maxLoads, executor);
    }

    /**
     * The same with entries loaded again that have no more than this left.
     *
     * @param value the new one
     * @return the other options
     */
    public LoadOptions withRefreshAhead(Duration value) {
        return new LoadOptions(put, negativeTtl, loadLimit, waitLimit, value, staleFor, softLimit, maxLoads, executor);
    }

    /**
     * The same with values used for so long beyond their time to live, which the put options have to name: at once while a new one is
     * loaded if the soft limit is zero, else after that, or when the load has failed.
     *
     * @param value the new one
     * @param soft how long a caller waits for a new value
     * @return the other options
     */
    public LoadOptions withStale(Duration value, Duration soft) {
        return new LoadOptions(put, negativeTtl, loadLimit, waitLimit, refreshAhead, value, soft, maxLoads, executor);
    }

    /**
     * The same with at most so many loads under way.
     *
     * @param value the new one
     * @return the other options
     */
    public LoadOptions withMaxLoads(int value) {
        return new LoadOptions(
                put, negativeTtl, loadLimit, waitLimit, refreshAhead, staleFor, softLimit, value, executor);
    }

    /**
     * The same with loaders called by this executor.
     *
     * @param value the new one
     * @return the other options
     */
    public LoadOptions withExecutor(Executor value) {
        return new LoadOptions(
                put, negativeTtl, loadLimit, waitLimit, refreshAhead, staleFor, softLimit, maxLoads, value);
    }

    private static void checkLimit(String what, Duration value, Duration most) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be between 1 ms and " + most + ", got " + value);
        }
    }
}

package dev.troupe.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How {@link Cache#getOrLoad} loads, waits and stores.
 *
 * @param put how a loaded value is stored; its condition is not used
 * @param negativeTtl how long it is remembered that there is no value; 1 ms to 3650 days; empty means not at all
 * @param loadLimit a load that takes longer has failed, and the next waiter loads unless the loader waits for another key; 1 ms to 10 min
 * @param waitLimit a caller waits no longer than this; 1 ms to 1 h
 * @param refreshAhead the first to read an entry that has no more than this left of its time to live starts a load and does not wait for it;
 *     zero for none, else shorter than the time to live, at most 3650 days
 * @param staleFor how long a value is kept beyond its time to live, to be used while a new one is loaded or cannot be; zero for none, at
 *     most 3650 days. Both together are cut to the longest time to live that the cache allows
 * @param softLimit how long a caller waits for a new value while there is one of that kind; zero means not at all, at most 1 h
 * @param maxLoads most loads of this cache under way in this JVM; those beyond wait, but for those that a loader asks for, one at a time in
 *     its place. 1 to 10000
 * @param executor calls the loader; may refuse, which fails the call
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
    /** More loads of a cache are never under way in one JVM. */
    public static final int MOST_LOADS = 10_000;

    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(1);
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
     * @param negativeTtl how long it is remembered that there is no value; 1 ms to 3650 days; empty means not at all
     * @param refreshAhead the first to read an entry that has no more than this left of its time to live starts a load and does not wait for it;
     *     zero for none, else shorter than the time to live, at most 3650 days
     * @param staleFor how long a value is kept beyond its time to live, to be used while a new one is loaded or cannot be; zero for none, at
     *     most 3650 days. Both together are cut to the longest time to live that the cache allows
     * @param softLimit how long a caller waits for a new value while there is one of that kind; zero means not at all, at most 1 h
     * @param maxLoads most loads of this cache under way in this JVM; those beyond wait, but for those that a loader asks for, one at a time in
     *     its place. 1 to 10000
     * @param executor calls the loader; may refuse, which fails the call
     * @param loadLimit a load that takes longer has failed, and the next waiter loads unless the loader waits for another key; 1 ms to 10 min
     * @param waitLimit a caller waits no longer than this; 1 ms to 1 h
     * @throws IllegalArgumentException if one is out of range
     */
    public LoadOptions {
        Objects.requireNonNull(put, "put");
        Objects.requireNonNull(executor, "executor");
        negativeTtl.ifPresent(value -> CacheSpec.checkTtl("negativeTtl", value));
        Ranges.check("loadLimit", loadLimit, SHORTEST_LIMIT, LONGEST_LOAD);
        Ranges.check("waitLimit", waitLimit, SHORTEST_LIMIT, LONGEST_WAIT);
        Ranges.check("refreshAhead", refreshAhead, Duration.ZERO, CacheSpec.LONGEST_TTL);
        Ranges.check("staleFor", staleFor, Duration.ZERO, CacheSpec.LONGEST_TTL);
        Ranges.check("softLimit", softLimit, Duration.ZERO, LONGEST_WAIT);
        Ranges.check("maxLoads", maxLoads, 1, MOST_LOADS);
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
     * The same with values used for so long beyond their time to live, of the put options or else the cache: at once while a new one is
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
}

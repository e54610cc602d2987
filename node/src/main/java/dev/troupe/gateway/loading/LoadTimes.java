package dev.troupe.gateway.loading;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Reason;
import dev.troupe.store.segment.EntryAttributes;
import java.time.Duration;
import java.util.Optional;

/**
 * The times of a load's options in one cache, which fit together: an entry is kept for its time to live and the stale part, which is
 * cut where both are more than the cache allows, so that what was loaded is fresh for its whole time to live.
 *
 * @param keptMillis how long an entry is kept, or {@link EntryAttributes#NEVER} for ever
 * @param staleMillis what of that is the stale part
 * @param refreshMillis an entry is loaded again if no more than this is left of {@code keptMillis}
 * @param idleMillis maximum idle time, or {@link EntryAttributes#NEVER}
 * @param nothingMillis how long it is remembered that there is no value; 0 for not at all
 */
public record LoadTimes(long keptMillis, long staleMillis, long refreshMillis, long idleMillis, long nothingMillis) {

    /**
     * Those of a call.
     *
     * @throws CacheException if an entry would be due to be loaded again as soon as it is loaded
     */
    public static LoadTimes of(CacheSpec spec, LoadOptions options) {
        Optional<Duration> named = options.put().ttl().or(spec::ttl);
        Optional<Duration> ttl = named.or(spec::maxTtl);
        if (ttl.isPresent() && options.refreshAhead().compareTo(ttl.get()) >= 0) {
            throw new CacheException(
                    Reason.BAD_REQUEST,
                    "refreshAhead " + options.refreshAhead() + " is not shorter than the time to live, " + ttl.get()
                            + ": every call would load");
        }
        Duration room = spec.longestTtl().minus(named.orElse(spec.longestTtl()));
        Duration stale = options.staleFor().compareTo(room) < 0 ? options.staleFor() : room;
        return new LoadTimes(
                millis(ttl.map(stale::plus)),
                stale.toMillis(),
                options.refreshAhead().plus(stale).toMillis(),
                millis(options.put().idle().or(spec::idle)),
                options.negativeTtl().map(Duration::toMillis).orElse(0L));
    }

    /** Whether an entry that is kept for so long still is beyond its time to live. */
    boolean isStale(long remainingMillis) {
        return remainingMillis <= staleMillis;
    }

    private static long millis(Optional<Duration> duration) {
        return duration.isPresent() ? duration.get().toMillis() : EntryAttributes.NEVER;
    }
}

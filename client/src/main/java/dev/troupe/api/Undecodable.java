package dev.troupe.api;

/** What a read does with a stored value that its codec cannot decode, such as one of a class that has changed since. */
@FunctionalInterface
public interface Undecodable {
    /** The read is a miss. */
    Undecodable MISS = (cache, failure) -> {};

    /** The read fails with {@link Reason#UNDECODABLE}. */
    Undecodable FAIL = (cache, failure) -> {
        throw new CacheException(
                Reason.UNDECODABLE, "a value of cache '" + cache + "' cannot be decoded: " + UserCode.text(failure));
    };

    /**
     * Called for each such value, on the thread that has it. If it returns, the read is a miss; if it throws, the read fails with that.
     *
     * @param cache that holds the value
     * @param failure of the codec; if that is no {@link RuntimeException}, one with it as its cause
     */
    void met(CacheName cache, RuntimeException failure);
}

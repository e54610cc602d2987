package dev.troupe.api;

/** Why a call failed. Everything but {@link #OUTCOME_UNKNOWN} and {@link #INTERNAL} means that nothing happened. */
public enum Reason {
    /** The caller's mistake: a bad key, option or value. */
    BAD_REQUEST(false),
    /** The value is longer than the limit. */
    VALUE_TOO_LARGE(false),
    /** There is no cache of that name. */
    CACHE_NOT_FOUND(false),
    /** Too much is in flight on this node or to this partition. */
    OVERLOADED(true),
    /** The partition has no owner in reach, or this node is not ready. */
    UNAVAILABLE(true),
    /** A sync cache has too few backups. */
    INSUFFICIENT_REPLICAS(true),
    /** The memory is used up and the cache evicts nothing. */
    CACHE_FULL(false),
    /** The value is not a whole number of 64 bits, or the sum would not be one. */
    NOT_A_COUNTER(false),
    /** The codec of the caller cannot read the stored value. */
    UNDECODABLE(false),
    /** A write was sent and no answer came: it may have happened, or may still. */
    OUTCOME_UNKNOWN(true),
    /** A defect of the cache; what happened is unknown. */
    INTERNAL(false);

    private final boolean retryable;

    Reason(boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * Whether the same call may succeed a little later.
     *
     * @return whether it may
     */
    public boolean retryable() {
        return retryable;
    }
}

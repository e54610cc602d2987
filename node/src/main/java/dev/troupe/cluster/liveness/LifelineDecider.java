package dev.troupe.cluster.liveness;

/**
 * What the fate of one idle connection says about the process at its other end, and when to try again. Only a connection
 * that stood, broke, and could not be made again because nobody listens any more is evidence: a time-out and an
 * unreachable host prove nothing, and neither does a refusal before there was a connection. Not thread safe: owned by
 * one {@link Lifeline}.
 */
final class LifelineDecider {
    /** While a peer refuses, and until the first connection stands; each refusal is told to the others. */
    static final long REPEAT_MILLIS = 200;

    /** A process that ends may accept one more connection; the next try comes soon after it breaks. */
    static final long SOONEST_MILLIS = 20;

    static final long LATEST_MILLIS = 1000;

    private boolean stood;
    private long connectedAtMillis;
    private long delayMillis = SOONEST_MILLIS;

    /** How a try to connect failed. */
    enum Failure {
        /** Nobody listens there. */
        REFUSED,
        /** Anything else. */
        OTHER
    }

    /** The connection stands. */
    void connected(long nowMillis) {
        stood = true;
        connectedAtMillis = nowMillis;
    }

    /**
     * The connection broke.
     *
     * @return time to wait before the next try in ms, longer each time if connections break soon after they were made
     */
    long broken(long nowMillis) {
        if (nowMillis - connectedAtMillis >= LATEST_MILLIS) {
            delayMillis = SOONEST_MILLIS;
        }
        long wait = delayMillis;
        delayMillis = Math.min(LATEST_MILLIS, delayMillis * 2);
        return wait;
    }

    /** Whether a failed try is evidence that the process is gone. */
    boolean isEvidence(Failure failure) {
        return stood && failure == Failure.REFUSED;
    }

    /** Time to wait after a failed try, in ms. */
    long failed() {
        delayMillis = SOONEST_MILLIS;
        return REPEAT_MILLIS;
    }
}

package dev.troupe.api;

import java.io.Serial;

/** A call that failed, with the reason. Carries no stack trace: it is an answer, not a defect. */
public final class CacheException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Told to callers. */
    private final Reason reason;

    /**
     * A failure with its reason and a sentence for the caller.
     *
     * @param reason why the call failed
     * @param message a sentence for people
     */
    public CacheException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /**
     * Why the call failed.
     *
     * @return why the call failed
     */
    public Reason reason() {
        return reason;
    }
}

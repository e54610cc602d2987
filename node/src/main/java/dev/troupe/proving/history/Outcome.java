package dev.troupe.proving.history;

/** What a client was answered. */
public sealed interface Outcome {
    /**
     * A read's answer.
     *
     * @param value {@link Action#NOTHING} if there was no entry, {@link Action#FOREIGN} if it was none that was written
     * @param version of the entry, 0 if there was none; compared unsigned
     */
    record Saw(long value, long version) implements Outcome {}

    /**
     * A write happened.
     *
     * @param version of the new entry, compared unsigned
     */
    record Wrote(long version) implements Outcome {}

    /** What the answer says without more. */
    enum Plain implements Outcome {
        /** The write's expectation was not met: nothing happened. */
        UNMET,
        /** The entry was removed. */
        REMOVED,
        /** There was nothing to remove. */
        ABSENT,
        /** A refusal: nothing happened. */
        REFUSED,
        /** No answer, or one that says so: it may have happened, may still happen, or never will. */
        UNKNOWN
    }
}

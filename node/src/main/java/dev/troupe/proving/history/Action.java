package dev.troupe.proving.history;

/** What a client asks for. Values are numbers, each written at most once to a key; a payload carries one. */
public sealed interface Action {
    /** The value of a key without an entry. */
    long NOTHING = 0;

    /** The expectation of a write that expects nothing in particular. */
    long ANYTHING = -1;

    /** A value that the load never wrote: its payload is not one of ours, or belongs to another key. */
    long FOREIGN = -2;

    /** Reads the value. */
    record Read() implements Action {}

    /**
     * Stores a value, perhaps only over an expected one.
     *
     * @param value positive, never used before
     * @param expected the value that must be there, {@link #NOTHING} or {@link #ANYTHING}
     * @param ttlMillis time to live, 0 for none
     */
    record Write(long value, long expected, long ttlMillis) implements Action {
        /** A write under no condition and without expiry. */
        public static Write of(long value) {
            return new Write(value, ANYTHING, 0);
        }

        /** A write over one expected value, or over {@link Action#NOTHING}. */
        public static Write over(long expected, long value) {
            return new Write(value, expected, 0);
        }
    }

    /** Removes the entry. */
    record Remove() implements Action {}
}

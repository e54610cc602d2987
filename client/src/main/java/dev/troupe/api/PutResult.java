package dev.troupe.api;

/**
 * What a put did.
 *
 * @param outcome what happened
 * @param version of the entry that was stored, or, if the condition failed, of the entry that stands in the way
 *     ({@link Condition#NO_ENTRY} if there is none)
 */
public record PutResult(Outcome outcome, long version) {
    /** What happened. */
    public enum Outcome {
        /** There was no entry. */
        CREATED,
        /** There was an entry; it is gone. */
        REPLACED,
        /** The condition did not hold; nothing happened. */
        CONDITION_FAILED
    }
}

package dev.troupe.api;

/** What a remove did. */
public enum RemoveResult {
    /** There was an entry. */
    REMOVED,
    /** There was no entry; nothing happened. */
    ABSENT,
    /** The condition did not hold; nothing happened. */
    CONDITION_FAILED
}

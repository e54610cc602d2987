package dev.troupe.api;

/** What a remove did. */
public enum RemoveResult {
    /** There was an entry. */
    REMOVED,
    /** There was no entry, whatever the condition was; nothing happened. */
    ABSENT,
    /** There was an entry for which the condition did not hold; nothing happened. */
    CONDITION_FAILED
}

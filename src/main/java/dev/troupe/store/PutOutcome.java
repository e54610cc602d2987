package dev.troupe.store;

/** What a put did. */
public enum PutOutcome {
    STORED,
    /** It does not fit into the memory and nothing may be evicted; nothing happened. */
    FULL
}

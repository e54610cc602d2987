package dev.troupe.store;

/** What a put did. */
public enum PutOutcome {
    STORED,
    /**
     * There is no memory for it, and it is not stored. A store that evicts nothing is as before, what had expired aside;
     * one that evicts may have dropped entries in vain, the older one of the key among them, and other stores now give
     * memory back for it, so that it is worth trying again.
     */
    FULL
}

package dev.troupe.store.policy;

/** Hears of the entries that a store drops by itself, so that copies can drop them too. */
@FunctionalInterface
public interface DropListener {
    /** Hears nothing. */
    DropListener NONE = (cause, keyHash, version) -> {};

    /** Why an entry was dropped. */
    enum Cause {
        /** To make room. */
        EVICTED,
        /** Its time was over. */
        EXPIRED
    }

    /** Called during a call on the store, which it must not call itself. */
    void dropped(Cause cause, long keyHash, long version);
}

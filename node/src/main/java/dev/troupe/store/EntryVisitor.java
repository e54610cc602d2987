package dev.troupe.store;

/** Sees the entries of a store one by one. */
@FunctionalInterface
public interface EntryVisitor {
    /**
     * Takes an entry, valid until it returns; or returns false to get it again at the next call. Must not use the
     * store.
     */
    boolean visit(EntryView entry);
}

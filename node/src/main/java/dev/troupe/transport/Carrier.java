package dev.troupe.transport;

/** Takes batches to one node, each at most once. */
@FunctionalInterface
public interface Carrier {
    /** Takes one there, without waiting. Called by one thread at a time. */
    void carry(Batch batch);

    /** A batch counts as lost, since nobody said for a while that it was taken. Called by any thread. */
    default void lost() {}
}

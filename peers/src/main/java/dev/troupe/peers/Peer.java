package dev.troupe.peers;

import java.util.concurrent.CompletionStage;

/** A cache as one member of its cluster has it, in that member's JVM. Keys are texts and values bytes, as an application would have them. */
interface Peer extends AutoCloseable {
    /** Begins to read. */
    CompletionStage<?> get(String key);

    /** Begins to store, without asking for what was there. */
    CompletionStage<?> put(String key, byte[] value);

    /** Reads, in the way that this cache offers to threads that wait. */
    void read(String key);

    /** Stores, in the way that this cache offers to threads that wait. */
    void store(String key, byte[] value);

    /** Whether this member is the one that answers for a key, whoever else has a copy. */
    boolean isLocal(String key);

    /** Waits until all members are there and have what they are to have. */
    void awaitSettled() throws InterruptedException;

    /** How many members this one sees now, itself among them. */
    int members();

    @Override
    void close();
}

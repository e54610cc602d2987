package dev.troupe.transport;

/** Takes the messages of one kind that arrive in batches. Must not block; called by one thread at a time, under a lock of all receivers. */
@FunctionalInterface
public interface FrameReceiver<T> {
    /**
     * A message has arrived.
     *
     * @param recipient who is to get it; may be anybody, as the sender is another node
     * @param incarnation of the recipient, where the kind asks for it
     */
    void receive(int recipient, int incarnation, T message);

    /**
     * Whether the thread that brings a batch may itself do what {@link #receive} leads to: only if that never waits and calls no code of users.
     */
    default boolean mayRunOnArrival() {
        return false;
    }

    /** All messages of a batch have been handed over. */
    default void endOfBatch() {}
}

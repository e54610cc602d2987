package dev.troupe.transport;

/**
 * A message that waits to travel in a batch.
 *
 * @param recipient which of those who take its kind is to get it
 * @param incarnation of the recipient, so that no later one gets it; 0 if any may
 * @param taken is run when the message is not held here any more
 */
public record Frame<T>(FrameKind<T> kind, int recipient, int incarnation, T message, Runnable taken) {
    /** One for which nothing is held. */
    public Frame(FrameKind<T> kind, int recipient, int incarnation, T message) {
        this(kind, recipient, incarnation, message, Frame::nothing);
    }

    private static void nothing() {}
}

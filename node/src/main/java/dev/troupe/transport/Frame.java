package dev.troupe.transport;

/**
 * A message that waits to travel in a batch.
 *
 * @param recipient which of those who take its kind is to get it
 * @param incarnation of the recipient, so that no later one gets it, where the kind asks for it; else 0
 * @param isUrgent whether it is to go as soon as there is credit; else it waits for something that does, for the peer to be told what was taken,
 *     or for the clock, a tenth of a second, or two without credit
 * @param taken is run when the message is not held here any more
 */
public record Frame<T>(FrameKind<T> kind, int recipient, int incarnation, T message, boolean isUrgent, Runnable taken) {
    /** An urgent one. */
    public Frame(FrameKind<T> kind, int recipient, int incarnation, T message, Runnable taken) {
        this(kind, recipient, incarnation, message, true, taken);
    }

    /** One for which nothing is held. */
    public Frame(FrameKind<T> kind, int recipient, int incarnation, T message, boolean isUrgent) {
        this(kind, recipient, incarnation, message, isUrgent, Frame::nothing);
    }

    /** An urgent one for which nothing is held. */
    public Frame(FrameKind<T> kind, int recipient, int incarnation, T message) {
        this(kind, recipient, incarnation, message, true);
    }

    private static void nothing() {}
}

package dev.troupe.transport;

/** What a message that travels in chunks means to who sent it. Called by the {@link ChunkedTransfer}, in this order, each at most once. */
public interface LargeSend {
    /**
     * There is room for it now.
     *
     * @return whether it is still to go
     */
    boolean start(long nowMillis);

    /** There is no room for it, here or, if it has started, where it was to go: it does not arrive. */
    void decline();

    /** Nothing is held for it here any more, whatever has become of it. Always called. */
    void end();
}

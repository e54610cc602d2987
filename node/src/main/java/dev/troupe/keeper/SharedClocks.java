package dev.troupe.keeper;

import dev.troupe.replication.messages.ClockOffsets;

/** The {@link ClockOffsets} of a node, for all its actors. Safe for use by many threads. */
public final class SharedClocks {
    private final ClockOffsets offsets = new ClockOffsets();

    /**
     * What is to be added to a sender's times to get this node's.
     *
     * @param uid of the sender
     * @param sentAtMillis on its clock, or 0 if the message says nothing of times
     * @param nowMillis on this node's clock
     */
    public synchronized long difference(long uid, long sentAtMillis, long nowMillis) {
        return sentAtMillis == 0 ? 0 : offsets.difference(uid, sentAtMillis, nowMillis);
    }
}

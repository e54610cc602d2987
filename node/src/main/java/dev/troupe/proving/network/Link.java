package dev.troupe.proving.network;

import java.time.Duration;

/**
 * One direction between two nodes: the bytes that go from one to the other, on whichever node's connections.
 *
 * @param from name of an endpoint
 * @param to name of an endpoint
 */
public record Link(String from, String to) {
    /** Stands for whoever connects from an address of no endpoint. */
    public static final String STRANGER = "";

    /** The way back. */
    Link reversed() {
        return new Link(to, from);
    }

    /**
     * What happens to the bytes of a link.
     *
     * @param cut whether none passes; they wait, as those of TCP do, and go on when it is mended
     * @param delayNanos how long each is under way
     */
    record Rule(boolean cut, long delayNanos) {
        static final Rule CLEAR = new Rule(false, 0);
        static final Rule CUT = new Rule(true, 0);

        static Rule delayed(Duration delay) {
            return new Rule(false, delay.toNanos());
        }
    }
}

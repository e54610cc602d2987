package dev.troupe.transport;

/**
 * Messages that travel together from one node to another, in one frame of the cluster's transport.
 *
 * @param from host:port of the sender
 * @param frames the messages, each with its length; not to be changed
 */
public record Batch(String from, Head head, byte[] frames) {
    /**
     * What a batch says of itself and of those that went the other way.
     *
     * @param sender uid of the node it comes from
     * @param sequence its number, from 1; {@link #UNCOUNTED} if it holds no messages
     * @param receiver uid of the node that the sender has taken batches of, 0 if of none
     * @param taken the highest number of those
     */
    public record Head(long sender, long sequence, long receiver, long taken) {
        static final long UNCOUNTED = 0;
    }
}

package dev.troupe.replication.messages;

/**
 * An owner that has opened, or one that would. An epoch belongs to the first node that a keeper promised it to, so only a
 * higher epoch outranks; the same epoch from another node does not.
 *
 * @param epoch 1 to 2^32 - 1; 0 stands for nobody
 * @param uid of the node's incarnation
 */
public record Writer(long epoch, long uid) {
    /** Nobody yet. */
    public static final Writer NOBODY = new Writer(0, 0);

    /** Whether this one is to be obeyed after a promise to the other. */
    public boolean mayFollow(Writer promised) {
        return epoch > promised.epoch || equals(promised);
    }
}

package dev.troupe.replication.messages;

/**
 * A member that may hold copies, as one node sees it.
 *
 * @param uid of its incarnation
 * @param unreachableSinceMillis when it was lost from sight, on the viewer's clock, or {@link #REACHABLE}
 * @param draining whether it is about to leave and takes no new copies
 * @param down whether it is excluded: it need not answer, and is not obeyed
 */
public record Peer(long uid, long unreachableSinceMillis, boolean draining, boolean down) {
    /** Of a member that can be reached. */
    public static final long REACHABLE = Long.MAX_VALUE;
}

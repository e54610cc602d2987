package dev.troupe.replication.messages;

import java.util.List;

/**
 * Who matters to one partition, as one node sees it.
 *
 * @param peers all members that may hold copies, this node included, from joining to exiting
 * @param ranked uids of those that may become backups if this node owns the partition, best first; neither this node nor
 *     draining or excluded ones are among them
 * @param target where the partition is planned to move, or 0
 */
public record PeerView(List<Peer> peers, List<Long> ranked, long target) {
    /** No move is planned. */
    public static final long NO_TARGET = 0;
}

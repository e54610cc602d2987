package dev.troupe.replication.owner;

import java.util.List;

/**
 * How well one partition is protected, as its owner sees it.
 *
 * @param fullyReplicated whether the owner is open and as many backups as the cluster wants are complete under it, on nodes
 *     that it reaches and that stay, each within the window and with all that was adopted or that copies have acknowledged
 * @param impossible whether there are too few nodes for that
 * @param wanted backups that the cluster wants
 * @param complete uids of the backups of the set that are complete under this owner and not silent
 * @param lagChanges changes that the slowest backup that is waited for has not acknowledged
 * @param lagBytes their bytes
 * @param lost whether the partition had an owner before and nobody had a complete copy; it has started empty, and nobody
 *     has acknowledged that
 * @param targetReady whether the node it is planned to move to has a complete copy within the window
 * @param waitingForUids members whose answer the recovery waits for
 * @param fencedChanges changes that no keeper had acknowledged when this owner was deposed
 * @param steppedBack how often a keeper turned out to hold more than was adopted, and recovery began afresh: an alarm
 */
public record ReplicationStatus(
        boolean fullyReplicated,
        boolean impossible,
        int wanted,
        List<Long> complete,
        long lagChanges,
        long lagBytes,
        boolean lost,
        boolean targetReady,
        List<Long> waitingForUids,
        long fencedChanges,
        int steppedBack) {}

package dev.troupe.owner;

import dev.troupe.keeper.CopyTable;
import dev.troupe.keeper.Keepers;
import dev.troupe.keeper.Peers;
import dev.troupe.keeper.SharedClocks;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.replication.owner.ReplicationStatus;
import dev.troupe.replication.state.CopySettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.IntPredicate;

/**
 * What the partitions of a node need of copies.
 *
 * @param settings of copies
 * @param table the node's data
 * @param peers the storage members
 * @param keepers the way to theirs
 * @param local the owners of this node, found by what arrives for them
 * @param clocks how theirs differ from this node's
 * @param isSynchronous whether writes to the cache of a number wait for the copies
 * @param answers memory for large answers
 */
public record ReplicationContext(
        CopySettings settings,
        CopyTable table,
        Peers peers,
        Keepers keepers,
        LocalOwners local,
        SharedClocks clocks,
        IntPredicate isSynchronous,
        AnswerMemory answers) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * An owner that has asked its first question.
     *
     * @param holdings are told what it holds and counts
     * @param sessions of the gateways that may ask
     * @param wantedBack is run, on any thread, when it has to end
     */
    Owner begin(int partition, Holdings holdings, Sessions<?> sessions, Runnable wantedBack, long nowMillis) {
        Tally tally = new Tally(partition, table.lender(partition, wantedBack), holdings);
        Ownership ownership = new Ownership(partition, table.self(), settings, tally, RANDOM);
        ownership.begin(peers.peerView(partition), Instant.now().getEpochSecond(), nowMillis);
        return new Owner(partition, ownership, tally, sessions, isSynchronous, answers);
    }

    /** What is to be added to the times in a message. */
    long clockDifference(FromKeeper message, long nowMillis) {
        return clocks.difference(message.keeper(), message.sentAtMillis(), nowMillis);
    }

    /** How the copies of a partition stand, with the addresses of those that keep them. */
    CopyReport report(ReplicationStatus status) {
        return new CopyReport(
                status.complete().stream()
                        .flatMap(uid -> peers.addressOf(uid).stream())
                        .sorted()
                        .toList(),
                status.wanted(),
                status.fullyReplicated(),
                status.lost(),
                status.lagChanges());
    }
}

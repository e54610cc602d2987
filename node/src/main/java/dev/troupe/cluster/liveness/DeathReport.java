package dev.troupe.cluster.liveness;

import dev.troupe.members.NodeId;
import org.apache.pekko.actor.DeadLetterSuppression;

/**
 * What the {@link CrashDetector} of a node tells those of all others: that the process of a member is gone. Repeated several times a
 * second as long as that is so.
 *
 * @param witness whose lifeline broke and whose tries to connect again are refused
 * @param gone whose process it was
 */
record DeathReport(NodeId witness, NodeId gone) implements CrashDetector.Command, DeadLetterSuppression {}

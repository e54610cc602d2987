package dev.troupe.lifecycle;

import dev.troupe.settings.ClusterSettings;
import java.util.Optional;
import org.apache.pekko.actor.CoordinatedShutdown;

/** What to tell the operator of a node that ended without being asked to. */
public final class Ending {
    private Ending() {}

    /** One line with the cause and the next step; empty for an end that was asked for. */
    public static Optional<String> of(Optional<CoordinatedShutdown.Reason> reason, ClusterSettings cluster) {
        if (reason.isEmpty()) {
            return Optional.of("the node ended without a reason; see the log above, and start it again");
        }
        if (reason.get() == CoordinatedShutdown.clusterDowningReason()) {
            return Optional.of("the other nodes could not reach this one, or it could not reach a majority of them;"
                    + " its entries are lost: check the network and its load, and start it again");
        }
        if (reason.get() == CoordinatedShutdown.incompatibleConfigurationDetectedReason()) {
            return Optional.of("the cluster of " + String.join(", ", cluster.seeds())
                    + " has other partitions, caches or limits; the log of the node that was asked names what differs:"
                    + " make it equal and start again");
        }
        if (reason.get() == CoordinatedShutdown.clusterJoinUnsuccessfulReason()) {
            return Optional.of(
                    "found no cluster '" + cluster.name() + "' to join; tried "
                            + String.join(", ", cluster.seeds())
                            + ": check that one of them is running and that its log does not refuse this node, and start again");
        }
        return Optional.empty();
    }
}

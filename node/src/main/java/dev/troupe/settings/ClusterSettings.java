package dev.troupe.settings;

import dev.troupe.cluster.membership.NodeRoles;
import java.time.Duration;
import java.util.List;

/**
 * This node's place in its cluster.
 *
 * @param name of the cluster
 * @param host where other nodes reach this one
 * @param port where other nodes reach this one; 0 takes any free port
 * @param bindPort where this node listens for them if that differs, else 0
 * @param seeds host:port of nodes to join; empty forms a cluster of its own
 * @param plannedNodes how many storage nodes the cluster is meant to have
 * @param formationTimeout how long the first allocation waits for them
 * @param trustRefusal whether one of two storage nodes may remove the other when its process is gone
 * @param roles what this node is to the others
 * @param maxMoves most partitions on their way to another node at a time; 0 leaves them where they are
 * @param ownerlessAlarm a partition without an owner for longer is an alarm
 * @param storageRole of an application's members that hold partitions; empty if all do
 */
public record ClusterSettings(
        String name,
        String host,
        int port,
        int bindPort,
        List<String> seeds,
        int plannedNodes,
        Duration formationTimeout,
        boolean trustRefusal,
        NodeRoles roles,
        int maxMoves,
        Duration ownerlessAlarm,
        String storageRole) {

    /** The port that this node opens. */
    public int listeningPort() {
        return bindPort == 0 ? port : bindPort;
    }
}

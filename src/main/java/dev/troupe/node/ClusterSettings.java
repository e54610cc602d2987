package dev.troupe.node;

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
 * @param plannedNodes how many nodes the cluster is meant to have
 * @param formationTimeout how long the first allocation waits for them
 * @param storage whether this node holds partitions
 * @param zone where this node stands
 */
public record ClusterSettings(
        String name,
        String host,
        int port,
        int bindPort,
        List<String> seeds,
        int plannedNodes,
        Duration formationTimeout,
        boolean storage,
        String zone) {

    /** The port that this node opens. */
    int listeningPort() {
        return bindPort == 0 ? port : bindPort;
    }
}

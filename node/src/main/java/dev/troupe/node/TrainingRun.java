package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Caches;
import dev.troupe.lifecycle.Termination;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes in this JVM, as they start, form a cluster and leave it: what a Java that prepares an archive of classes should have seen.
 * They listen on loopback only. Owned by whoever started them, who closes them.
 */
public final class TrainingRun implements AutoCloseable {
    private final List<TroupeNode> nodes = new ArrayList<>();

    private TrainingRun() {}

    /**
     * Starts both.
     *
     * @param clusterPorts of the nodes, free ones; the first node is the seed
     * @return the nodes, listening but not yet ready
     */
    public static TrainingRun start(List<Integer> clusterPorts) {
        TrainingRun run = new TrainingRun();
        try {
            for (int port : clusterPorts) {
                run.nodes.add(TroupeNode.start(config(port, clusterPorts)).join());
            }
            return run;
        } catch (RuntimeException failed) {
            run.close();
            throw failed;
        }
    }

    private static Config config(int port, List<Integer> clusterPorts) {
        return ConfigFactory.parseMap(Map.of(
                "troupe.http.port",
                0,
                "troupe.storage.max-memory",
                "16 MiB",
                "troupe.cluster.port",
                port,
                "troupe.cluster.planned-nodes",
                clusterPorts.size(),
                "troupe.cluster.seeds",
                List.of("127.0.0.1:" + clusterPorts.get(0))));
    }

    /** Done when all nodes are ready for traffic. */
    public CompletableFuture<Void> ready() {
        return CompletableFuture.allOf(nodes.stream().map(TroupeNode::ready).toArray(CompletableFuture[]::new));
    }

    /** Where the nodes serve HTTP. */
    public List<URI> addresses() {
        return nodes.stream().map(TroupeNode::httpUri).toList();
    }

    /** The caches as each of the nodes sees them. */
    public List<Caches> caches() {
        return nodes.stream().map(TroupeNode::caches).toList();
    }

    /** Lets one node after the other leave, the last to start first. */
    @Override
    public void close() {
        for (int index = nodes.size() - 1; index >= 0; index--) {
            nodes.get(index).stop().join();
            Termination.whenTerminated(nodes.get(index).system()).join();
        }
    }
}

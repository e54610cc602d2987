package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Several nodes of one cluster in this JVM, on free loopback ports. */
public final class LocalNodes implements AutoCloseable {
    private final List<TroupeNode> nodes = new ArrayList<>();

    /** Starts so many nodes with these settings and waits until all are ready. */
    public static LocalNodes start(int count, Map<String, Object> settings) {
        LocalNodes cluster = starting(count, settings);
        try {
            for (TroupeNode node : cluster.nodes) {
                node.ready().orTimeout(60, TimeUnit.SECONDS).join();
            }
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** Starts so many nodes with these settings and does not wait. */
    public static LocalNodes starting(int count, Map<String, Object> settings) {
        LocalNodes cluster = new LocalNodes();
        try {
            for (int i = 0; i < count; i++) {
                cluster.nodes.add(TroupeNode.start(config(cluster.nodes, count, settings))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join());
            }
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private static Config config(List<TroupeNode> started, int count, Map<String, Object> settings) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "troupe.cluster.port", 0,
                "troupe.http.port", 0,
                "troupe.partitions", 32,
                "troupe.storage.max-memory", "64 MiB",
                "troupe.cluster.planned-nodes", count));
        all.putAll(settings);
        if (!started.isEmpty()) {
            all.put("troupe.cluster.seeds", List.of(started.get(0).address()));
        }
        return ConfigFactory.parseMap(all);
    }

    /** The nodes, in the order of their start. */
    public List<TroupeNode> nodes() {
        return nodes;
    }

    /** The node of a number. */
    public TroupeNode node(int number) {
        return nodes.get(number);
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).stop().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}

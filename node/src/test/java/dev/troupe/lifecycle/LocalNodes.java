package dev.troupe.lifecycle;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.node.TroupeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.event.Logging;

/** Several nodes of one cluster in this JVM, on free loopback ports. They may not tell regions two things about one partition. */
public final class LocalNodes implements AutoCloseable {
    /** How a region says that the shard coordinator has forgotten what an earlier one told it. */
    private static final String CONTRADICTION = "Unexpected change of shard";

    private final List<TroupeNode> nodes = new ArrayList<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final int planned;
    private final Map<String, Object> settings;

    private LocalNodes(int planned, Map<String, Object> settings) {
        this.planned = planned;
        this.settings = settings;
    }

    /** Starts so many nodes with these settings and waits until all are ready. */
    public static LocalNodes start(int count, Map<String, Object> settings) {
        LocalNodes cluster = starting(count, settings);
        try {
            for (TroupeNode node : cluster.nodes) {
                Await.result(node.ready());
            }
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** Starts so many nodes with these settings and does not wait. */
    public static LocalNodes starting(int count, Map<String, Object> settings) {
        LocalNodes cluster = new LocalNodes(count, settings);
        try {
            for (int i = 0; i < count; i++) {
                cluster.join(Map.of());
            }
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** Starts one more, with these settings over those of all, and does not wait until it is ready. */
    public TroupeNode join(Map<String, Object> more) {
        TroupeNode node = Await.result(TroupeNode.start(config(more)));
        nodes.add(node);
        watch(node);
        return node;
    }

    private void watch(TroupeNode node) {
        ActorRef<Logging.Error> watcher = node.system()
                .systemActorOf(
                        Behaviors.receive(Logging.Error.class)
                                .onMessage(Logging.Error.class, error -> {
                                    if (error.message().toString().contains(CONTRADICTION)) {
                                        contradictions.add(node.address() + ": " + error.message());
                                    }
                                    return Behaviors.same();
                                })
                                .build(),
                        "contradictions",
                        Props.empty());
        node.system().classicSystem().eventStream().subscribe(Adapter.toClassic(watcher), Logging.Error.class);
    }

    /** Stops some at the same time, and forgets them. */
    public void stop(TroupeNode... leavers) {
        List.of(leavers).stream().map(TroupeNode::stop).toList().forEach(Await::result);
        nodes.removeAll(List.of(leavers));
    }

    /** Ends one without a word to the others; its system may not run its shutdown when it is terminated. */
    public void kill(TroupeNode victim) {
        nodes.remove(victim);
        victim.system().terminate();
        Await.result(Termination.whenTerminated(victim.system()));
    }

    private Config config(Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "troupe.cluster.port", 0,
                "troupe.http.port", 0,
                "troupe.partitions", 32,
                "troupe.storage.max-memory", "64 MiB",
                "troupe.cluster.planned-nodes", planned));
        all.putAll(settings);
        all.putAll(more);
        if (!nodes.isEmpty()) {
            all.put("troupe.cluster.seeds", List.of(nodes.get(0).address()));
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
            Await.result(nodes.get(i).stop());
        }
        if (!contradictions.isEmpty()) {
            throw new AssertionError("shard coordinators contradicted each other: " + contradictions);
        }
    }
}

package dev.troupe.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Codec;
import dev.troupe.extension.Troupe;
import dev.troupe.protocol.ClockSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/**
 * Nodes of one cluster in this JVM, on free loopback ports, each an actor system of its own with {@link Troupe} in it. Nodes can leave,
 * be killed, and be cut off from the others. Owned by one test class, which closes it; not safe for use by many threads.
 */
public final class TestCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "troupe-test";
    private static final String SETTINGS = """
            include classpath("troupe-pekko.conf")
            pekko {
              loglevel = WARNING
              actor.provider = cluster
              remote.artery {
                canonical { hostname = "127.0.0.1", port = 0 }
                # Lets nodes be cut off.
                advanced.test-mode = on
              }
              cluster {
                jmx.multi-mbeans-in-same-jvm = on
                split-brain-resolver.stable-after = 2s
              }
              # A node is killed by ending its system without a word to the others.
              coordinated-shutdown.run-by-actor-system-terminate = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              coordinated-shutdown.phases.cluster-exiting.timeout = 2s
            }
            troupe {
              partitions = 16
              storage.max-memory = 32 MiB
            }
            """;

    private final Config settings;
    private final TestClock clock = new TestClock();
    private final List<ActorSystem<Void>> nodes = new ArrayList<>();

    private TestCluster(Config settings) {
        this.settings = settings;
    }

    /** Starts so many nodes with the kit's settings and waits until all are ready. */
    public static TestCluster start(int count) {
        return start(count, ConfigFactory.empty());
    }

    /**
     * The same with settings of the test, such as caches, over those of the kit.
     *
     * @throws IllegalArgumentException unless there are 1 to 5 nodes
     */
    public static TestCluster start(int count, Config settings) {
        if (count < 1 || count > 5) {
            throw new IllegalArgumentException("1 to 5 nodes can be started in one JVM, not " + count);
        }
        TestCluster cluster = new TestCluster(ConfigFactory.parseString("troupe.cluster.planned-nodes = " + count)
                .withFallback(settings)
                .withFallback(ConfigFactory.parseString(SETTINGS))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
        try {
            for (int node = 0; node < count; node++) {
                cluster.startSystem();
            }
            List<Troupe> started = cluster.nodes.stream().map(Troupe::get).toList();
            started.forEach(troupe -> Waiting.until(troupe.ready().toCompletableFuture(), PATIENCE));
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** How many nodes have been started. */
    public int size() {
        return nodes.size();
    }

    /** The actor system of a node, counted from 0. */
    public ActorSystem<Void> system(int node) {
        return nodes.get(node);
    }

    /** The caches of a node. */
    public Troupe troupe(int node) {
        return Troupe.get(system(node));
    }

    /** A cache of a node, with texts. */
    public Cache<String, String> cache(int node, String name) {
        return troupe(node).cache(name, Codec.UTF8, Codec.UTF8);
    }

    /** Starts one more node and waits until it is ready; returns its number. */
    public int add() {
        startSystem();
        int node = nodes.size() - 1;
        Waiting.until(troupe(node).ready().toCompletableFuture(), PATIENCE);
        return node;
    }

    /**
     * Puts the clock of all nodes forward: entries, idle times, rights to load and what is known not to exist grow older at once, and what
     * has expired is removed in the background as ever. The time limits of loads and callers are not affected. To be called
     * while no call is under way: those that are may time out.
     *
     * @param time 0 to 3650 days
     * @throws IllegalArgumentException if it is out of range
     */
    public void advance(Duration time) {
        if (time.isNegative() || time.compareTo(CacheSpec.LONGEST_TTL) > 0) {
            throw new IllegalArgumentException("the clock goes 0 to 3650 days forward, not " + time);
        }
        clock.advance(time);
    }

    /** A node leaves: it gives its partitions to the others and ends. */
    public void leave(int node) {
        CompletableFuture<Done> left = new CompletableFuture<>();
        CoordinatedShutdown.get(system(node))
                .runAll(CoordinatedShutdown.actorSystemTerminateReason())
                .whenCompleteAsync((done, failed) -> left.complete(Done.done()), Runnable::run);
        Waiting.until(left, PATIENCE);
        awaitEnd(node);
    }

    /** A node ends without a word, as a process does that is killed. */
    public void kill(int node) {
        system(node).terminate();
        awaitEnd(node);
    }

    /** From now on nothing gets from a node to the others or back, though all of them live. */
    public void cutOff(int node) {
        for (int other = 0; other < nodes.size(); other++) {
            if (other != node && !hasEnded(other)) {
                Cuts.cut(system(node), system(other));
            }
        }
    }

    /** Undoes {@link #cutOff}, if the node has not been given up by the others yet. */
    public void reconnect(int node) {
        for (int other = 0; other < nodes.size(); other++) {
            if (other != node && !hasEnded(other)) {
                Cuts.heal(system(node), system(other));
            }
        }
    }

    /** Whether a node has ended, of itself or not. */
    public boolean hasEnded(int node) {
        return system(node).getWhenTerminated().toCompletableFuture().isDone();
    }

    /** Ends all nodes. */
    @Override
    public void close() {
        nodes.forEach(ActorSystem::terminate);
        for (int node = 0; node < nodes.size(); node++) {
            awaitEnd(node);
        }
    }

    private void startSystem() {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                NAME,
                ActorSystemSetup.create(BootstrapSetup.create(settings), new ClockSetup(clock::millis)));
        ActorSystem<Void> seed = nodes.stream()
                .filter(node -> !node.getWhenTerminated().toCompletableFuture().isDone())
                .findFirst()
                .orElse(system);
        nodes.add(system);
        Cluster.get(system)
                .manager()
                .tell(new JoinSeedNodes(List.of(Cluster.get(seed).selfMember().address())));
        Troupe.get(system);
    }

    private void awaitEnd(int node) {
        system(node)
                .getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}

package dev.troupe.cluster.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/** Actor systems in this JVM with the settings of {@code troupe-cluster.conf}; owned by one test, which closes it. */
public final class TestNodes implements AutoCloseable {
    private static final String SETTINGS = """
            pekko.loglevel = WARNING
            pekko.remote.artery.canonical.port = 0
            # The split-brain strategy counts storage nodes only.
            pekko.cluster.roles = ["troupe-storage"]
            pekko.actor.serialize-messages = on
            # All nodes stop at once here, so the last one's exit is seen by nobody.
            pekko.coordinated-shutdown.phases.cluster-exiting.timeout = 2s
            """;

    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    /** Starts one that has joined nothing yet. */
    public ActorSystem<Void> start(String settings) {
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString(SETTINGS))
                .withFallback(ConfigFactory.parseResources("troupe-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "troupe", config);
        systems.add(system);
        return system;
    }

    /** Starts one and lets it join the first, or itself if it is the first. */
    public ActorSystem<Void> join(String settings) {
        ActorSystem<Void> system = start(settings);
        Address first = Cluster.get(systems.get(0)).selfMember().address();
        Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(first)));
        return system;
    }

    /** All that were started, in that order. */
    public List<ActorSystem<Void>> systems() {
        return systems;
    }

    @Override
    public void close() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(system -> Await.result(system.getWhenTerminated()));
    }
}

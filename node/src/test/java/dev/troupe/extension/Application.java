package dev.troupe.extension;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/** An application of several members in this JVM that knows nothing of Troupe until it calls it; owned by one test. */
public final class Application implements AutoCloseable {
    private static final String OWN = """
            pekko.loglevel = WARNING
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
            pekko.coordinated-shutdown.exit-jvm = off
            pekko.coordinated-shutdown.run-by-actor-system-terminate = on
            pekko.coordinated-shutdown.phases.cluster-exiting.timeout = 2s
            pekko.cluster.downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
            troupe.partitions = 16
            troupe.storage.max-memory = 32 MiB
            """;

    private final List<ActorSystem<Void>> members = new ArrayList<>();

    /** The settings of a member. */
    static Config config(String settings) {
        return ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString(OWN))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** Starts a member that joins the others, or itself if it is the first. */
    ActorSystem<Void> join(String settings) {
        return join(config(settings));
    }

    /** Starts a member with these settings as they stand. */
    ActorSystem<Void> join(Config config) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "shop", config);
        members.add(system);
        Address first = Cluster.get(members.get(0)).selfMember().address();
        Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(first)));
        return system;
    }

    /** Starts so many members with Troupe on each, and waits until all are ready. */
    public void start(int count, String settings) {
        for (int member = 0; member < count; member++) {
            join("troupe.cluster.planned-nodes = " + count + "\n" + settings);
        }
        List<Troupe> started = members.stream().map(Troupe::get).toList();
        started.forEach(troupe -> Await.result(troupe.ready()));
    }

    /** The system of a member. */
    public ActorSystem<Void> member(int number) {
        return members.get(number);
    }

    /** The default cache of a member, with texts. */
    Cache<String, String> cache(int member) {
        return Troupe.get(member(member)).cache("default", Codec.UTF8, Codec.UTF8);
    }

    /** A member leaves and ends. */
    void end(int number) {
        ActorSystem<Void> system = member(number);
        system.terminate();
        Await.result(system.getWhenTerminated());
    }

    @Override
    public void close() {
        members.forEach(ActorSystem::terminate);
        members.forEach(system -> Await.result(system.getWhenTerminated()));
    }
}

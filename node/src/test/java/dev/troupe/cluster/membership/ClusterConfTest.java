package dev.troupe.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.members.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sbr.SplitBrainResolverProvider;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClusterConfTest {
    private static final Set<String> OURS = Set.of(
            "pekko.actor.serializers.troupe-cluster",
            "pekko.actor.serialization-bindings.\"dev.troupe.cluster.membership.Greeting\"",
            "pekko.actor.serializers.troupe-death-report",
            "pekko.actor.serialization-bindings.\"dev.troupe.cluster.liveness.DeathReport\"",
            "pekko.cluster.configuration-compatibility-check.checkers.troupe");

    private static final TestNodes NODES = new TestNodes();
    private static final ActorSystem<Void> SYSTEM = NODES.start("");

    @AfterAll
    static void stop() {
        NODES.close();
    }

    @Test
    void everyKeyIsOneThatPekkoReads() {
        Config reference = ConfigFactory.defaultReference();
        assertThat(ConfigFactory.parseResources("troupe-cluster.conf").entrySet())
                .extracting(Map.Entry::getKey)
                .filteredOn(key -> key.startsWith("pekko.") && !OURS.contains(key))
                .hasSizeGreaterThan(30)
                .allMatch(key -> reference.hasPathOrNull(phaseOrKey(key)));
    }

    @Test
    void greetingsHaveTheirSerializer() {
        Greeting hello = new Greeting.Hello(new NodeId("a:1", 1), new Introduction(Optional.empty(), 1, false), 1);
        assertThat(SerializationExtension.get(SYSTEM).findSerializerFor(hello)).isInstanceOf(ClusterSerializer.class);
    }

    @Test
    void unreachableNodesAreDowned() {
        assertThat(Cluster.get(SYSTEM).downingProvider()).isInstanceOf(SplitBrainResolverProvider.class);
    }

    @Test
    void partitionsHaveTheirDispatcher() {
        assertThat(SYSTEM.dispatchers().lookup(DispatcherSelector.fromConfig("troupe-partition-dispatcher")))
                .hasToString("Dispatcher[troupe-partition-dispatcher]");
    }

    /** Phases have a time-out even where the reference names none. */
    private static String phaseOrKey(String key) {
        return key.startsWith("pekko.coordinated-shutdown.phases.") ? key.substring(0, key.lastIndexOf('.')) : key;
    }
}

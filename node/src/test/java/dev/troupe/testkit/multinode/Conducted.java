package dev.troupe.testkit.multinode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.node.TroupeNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.testconductor.RoleName;
import org.apache.pekko.remote.testkit.MultiNodeConfig;
import org.apache.pekko.remote.testkit.MultiNodeSpec;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.concurrent.Await;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** The part of a JVM that the conductor of Pekko's multi-node test kit talks to. */
final class Conducted extends MultiNodeSpec {
    private static final scala.concurrent.duration.FiniteDuration PATIENCE =
            scala.concurrent.duration.Duration.create(30, TimeUnit.SECONDS);

    /** Starts the node whose actor system is conducted. */
    static final class Starter extends AbstractFunction1<Config, ActorSystem> {
        private final Plan plan;
        private @Nullable TroupeNode node;

        Starter(Plan plan) {
            this.plan = plan;
        }

        /** @param loaded ignored: with Pekko's defaults in it, it would win over what Troupe needs */
        @Override
        public ActorSystem apply(Config loaded) {
            TroupeNode started = plan.startNode(plan.config());
            node = started;
            return started.system().classicSystem();
        }

        TroupeNode node() {
            if (node == null) {
                throw new IllegalStateException("the node has not been started");
            }
            return node;
        }
    }

    /** The settings of all JVMs. */
    static final class Plan extends MultiNodeConfig {
        private static final Duration START = Duration.ofSeconds(60);

        private final List<Integer> ports;

        Plan(List<Integer> ports, Config given) {
            this.ports = ports;
            for (int index = 0; index < ports.size(); index++) {
                role(name(index));
            }
            commonConfig(given.withFallback(ConfigFactory.parseMap(own())));
            testTransport(true);
        }

        private Map<String, Object> own() {
            int index = MultiNodeSpec.selfIndex();
            return Map.ofEntries(
                    Map.entry("troupe.cluster.port", ports.get(index)),
                    Map.entry("troupe.cluster.seeds", index == 0 ? List.of() : List.of("127.0.0.1:" + ports.get(0))),
                    Map.entry("troupe.cluster.planned-nodes", ports.size()),
                    Map.entry("troupe.http.port", 0),
                    Map.entry("troupe.partitions", 16),
                    Map.entry("troupe.storage.max-memory", "64 MiB"),
                    Map.entry("pekko.actor.provider", "cluster"),
                    // The test kit is older than Pekko.
                    Map.entry("pekko.fail-mixed-versions", "off"),
                    Map.entry("pekko.loggers", List.of("org.apache.pekko.event.slf4j.Slf4jLogger")),
                    Map.entry("pekko.loglevel", "INFO"),
                    Map.entry("pekko.testconductor.barrier-timeout", "60s"));
        }

        TroupeNode startNode(Config config) {
            return TroupeNode.start(config)
                    .orTimeout(START.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    Conducted(Plan plan, Starter starter) {
        super(plan, starter);
    }

    @Override
    public int initialParticipants() {
        return maxNodes();
    }

    static String name(int index) {
        return "node-" + index;
    }

    static RoleName role(int index) {
        return new RoleName(name(index));
    }

    void barrier(String name) {
        Seq<String> names = CollectionConverters.asScala(List.of(name)).toSeq();
        enterBarrier(names);
    }

    <T> T await(Future<T> future) {
        try {
            return Await.result(future, PATIENCE);
        } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
            throw new AssertionError("the conductor did not answer", late);
        }
    }
}

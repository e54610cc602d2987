package dev.troupe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.owner.PartitionSharding;
import dev.troupe.protocol.NodeClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.concurrent.Promise$;

final class RegionEndTest {
    private static final String CONFIG = """
            pekko {
              actor.provider = cluster
              loglevel = WARNING
              remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 120s
            }
            """;

    /** Nobody may have any. */
    private static final class NoHomes extends ShardCoordinator.AbstractShardAllocationStrategy {
        @Override
        public Future<ActorRef> allocateShard(
                ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> current) {
            return Promise$.MODULE$.<ActorRef>apply().future();
        }

        @Override
        public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
            return Future$.MODULE$.successful(Set.of());
        }
    }

    @Test
    void aDefectWhileItWaitsDoesNotEndTheWaiting() {
        ActorTestKit kit = ActorTestKit.create();
        try {
            TestProbe<Object> region = kit.createTestProbe();
            CompletableFuture<Done> over = new CompletableFuture<>();
            ActorRef classic = Adapter.toClassic(region.ref());
            var waiting = kit.spawn(RegionEnd.waiting(classic, () -> true, over));
            waiting.tell(new ShardRegion.CurrentShardRegionState(null, null));
            region.expectMessage(Duration.ofSeconds(5), ShardRegion.getShardRegionStateInstance());
            assertThat(over).isNotDone();
            region.stop();
            assertThat(over).succeedsWithin(Duration.ofSeconds(5));
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void aRegionThatHasOnlyMessagesWithoutAHomeDoesNotHoldItsNodeBack() throws Exception {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "region-end",
                ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        Membership membership = Membership.start(system, "", Duration.ofMillis(250), NodeClock.of(system));
        await().atMost(Duration.ofSeconds(20)).until(membership::selfUp);
        ActorRef region = ClusterSharding.get(Adapter.toClassic(system))
                .start(
                        PartitionSharding.TYPE_NAME,
                        Props.empty(),
                        ClusterShardingSettings.create(Adapter.toClassic(system)),
                        new ShardRegion.HashCodeMessageExtractor(4) {
                            @Override
                            public String entityId(Object message) {
                                return message.toString();
                            }
                        },
                        new NoHomes(),
                        "stop");
        RegionEnd.await(system, membership);
        region.tell("a message", ActorRef.noSender());
        CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.unknownReason())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}

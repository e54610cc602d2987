package dev.troupe.cluster.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.cluster.membership.Membership;
import dev.troupe.cluster.membership.NodeRoles;
import dev.troupe.cluster.membership.PekkoMembers;
import dev.troupe.cluster.membership.TestNodes;
import dev.troupe.placement.Move;
import dev.troupe.placement.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacingAllocationIT {
    private static final int PARTITIONS = 32;
    private static final String STORAGE = "pekko.cluster.roles = [troupe-storage]";
    private static final String EAGER = STORAGE + """

            pekko.cluster.sharding.rebalance-interval = 200ms
            pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 3s
            """;
    /** A region that is asked for this does nothing more before the test is over, as if its process stood still. */
    private static final String STALL = "stall";

    private static final EntityTypeKey<String> TYPE = EntityTypeKey.create(String.class, "partition");

    private final TestNodes nodes = new TestNodes();
    private final Map<Integer, String> homes = new ConcurrentHashMap<>();

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stop() {
        over.countDown();
        nodes.close();
    }

    @Test
    void partitionsAskedForEarlyAreStillSharedByThePlannedNodes() {
        wakeAll(host(nodes.join(STORAGE)));
        ActorSystem<Void> second = nodes.join(STORAGE);
        ActorSystem<Void> third = nodes.join(STORAGE);
        host(second);
        assertThat(homes).isEmpty();
        host(third);
        await().atMost(Await.SOON).until(() -> homes.size() == PARTITIONS);
        assertThat(homes.values().stream().distinct()).hasSize(3);
        for (String node : homes.values()) {
            assertThat(homes.values().stream().filter(node::equals).count()).isBetween(10L, 11L);
        }
    }

    /** The worker of a hand-off takes the death for an answer and would wait for the dead until the hand-off times out: a minute here. */
    @Test
    void partitionWhoseHomeDiesBeforeItHearsOfItsHandOffGetsAnother() {
        ActorSystem<Void> first = nodes.join(EAGER);
        ActorSystem<Void> second = nodes.join(EAGER);
        int partition = handOff(first, second, second);
        Cluster.get(first)
                .manager()
                .tell(new Down(Cluster.get(second).selfMember().address()));
        awaitMove(partition, second, first);
    }

    @Test
    void regionThatStandsStillDoesNotHoldUpTheHandOffsOfOthers() {
        ActorSystem<Void> first = nodes.join(EAGER);
        ActorSystem<Void> second = nodes.join(EAGER);
        awaitMove(handOff(first, second, first), first, first);
    }

    /** A third node joins, and a partition begins to move to it; returns which. */
    private int handOff(ActorSystem<Void> first, ActorSystem<Void> standsStill, ActorSystem<Void> from) {
        MovesFrom moves = new MovesFrom();
        ActorRef<ShardingEnvelope<String>> region = host(first, 2, moves);
        ActorRef<ShardingEnvelope<String>> stalled = host(standsStill, 2, moves);
        wakeAll(region);
        await().atMost(Await.SOON).until(() -> homes.size() == PARTITIONS);
        stalled.tell(new ShardingEnvelope<>(STALL, "wake"));
        moves.home = PekkoMembers.address(Cluster.get(from).selfMember().address());
        host(nodes.join(EAGER), 2, moves);
        await().atMost(Await.SOON).until(() -> moves.begun >= 0);
        return moves.begun;
    }

    private void awaitMove(int partition, ActorSystem<Void> from, ActorSystem<Void> asking) {
        await().atMost(Await.SOON).until(() -> {
            ClusterSharding.get(asking)
                    .entityRefFor(TYPE, Integer.toString(partition))
                    .tell("wake");
            return !from.address().toString().equals(homes.get(partition));
        });
    }

    /** Lets partitions move away from one node only. */
    private static final class MovesFrom implements MovePreparation {
        private volatile String home = "";
        private volatile int begun = -1;

        @Override
        public void plan(List<Move> moves) {
            // There are no copies to be made.
        }

        @Override
        public boolean isReady(Move move) {
            boolean ready = move.from().equals(home);
            begun = ready && begun < 0 ? move.partition() : begun;
            return ready;
        }
    }

    private ActorRef<ShardingEnvelope<String>> host(ActorSystem<Void> system) {
        return host(system, 3, MovePreparation.NONE);
    }

    private ActorRef<ShardingEnvelope<String>> host(
            ActorSystem<Void> system, int plannedNodes, MovePreparation preparation) {
        PlacingAllocation.Settings settings =
                new PlacingAllocation.Settings(new Partitions(PARTITIONS), plannedNodes, Duration.ofSeconds(60), 1, 8);
        Membership membership =
                Membership.start(system, NodeRoles.STORAGE, Duration.ofMillis(100), PlacingAllocationIT::nowMillis);
        String self = system.address().toString();
        return ClusterSharding.get(system)
                .init(Entity.of(
                                TYPE,
                                context -> Behaviors.setup(actor -> {
                                    homes.put(Integer.valueOf(context.getEntityId()), self);
                                    return Behaviors.receiveMessage(message -> Behaviors.same());
                                }))
                        .withMessageExtractor(new ByNumber(over))
                        .withAllocationStrategy(PlacingAllocation.create(
                                system,
                                membership,
                                settings,
                                preparation,
                                partition -> 0,
                                PlacingAllocationIT::nowMillis)));
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private static void wakeAll(ActorRef<ShardingEnvelope<String>> region) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            region.tell(new ShardingEnvelope<>(Integer.toString(partition), "wake"));
        }
    }

    private static final class ByNumber extends ShardingMessageExtractor<ShardingEnvelope<String>, String> {
        private final CountDownLatch over;

        ByNumber(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public String entityId(ShardingEnvelope<String> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            if (entityId.equals(STALL)) {
                try {
                    over.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return entityId;
        }

        @Override
        public String unwrapMessage(ShardingEnvelope<String> envelope) {
            return envelope.message();
        }
    }
}

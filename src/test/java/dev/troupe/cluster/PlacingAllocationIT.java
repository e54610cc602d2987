package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.placement.Partitions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacingAllocationIT {
    private static final int PARTITIONS = 32;
    private static final String STORAGE = "pekko.cluster.roles = [troupe-storage]";
    private static final EntityTypeKey<String> TYPE = EntityTypeKey.create(String.class, "partition");

    private final TestNodes nodes = new TestNodes();
    private final Map<Integer, String> homes = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
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
        await().atMost(Duration.ofSeconds(30)).until(() -> homes.size() == PARTITIONS);
        assertThat(homes.values().stream().distinct()).hasSize(3);
        for (String node : homes.values()) {
            assertThat(homes.values().stream().filter(node::equals).count()).isBetween(10L, 11L);
        }
    }

    private ActorRef<ShardingEnvelope<String>> host(ActorSystem<Void> system) {
        PlacingAllocation.Settings settings =
                new PlacingAllocation.Settings(new Partitions(PARTITIONS), 3, Duration.ofSeconds(60), 1, 0);
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
                        .withMessageExtractor(new ByNumber())
                        .withAllocationStrategy(PlacingAllocation.create(
                                system,
                                membership,
                                settings,
                                MovePreparation.NONE,
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
        @Override
        public String entityId(ShardingEnvelope<String> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId;
        }

        @Override
        public String unwrapMessage(ShardingEnvelope<String> envelope) {
            return envelope.message();
        }
    }
}

package dev.troupe.owner;

import dev.troupe.protocol.PartitionProtocol.Stop;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Sets up sharding so that a partition is a shard with one entity. */
public final class PartitionSharding {
    /** What sharding calls the partitions. */
    public static final String TYPE_NAME = "troupe-partition";

    private static final EntityTypeKey<ToOwner> TYPE = EntityTypeKey.create(ToOwner.class, TYPE_NAME);
    private static final String DISPATCHER = "troupe-partition-dispatcher";

    private PartitionSharding() {}

    /**
     * Starts the region of this node; on a node without the role it only routes.
     */
    public static ActorRef<ShardingEnvelope<ToOwner>> start(
            ActorSystem<?> system, Partition.Shared shared, PlacementSettings placing) {
        ClusterShardingSettings sharding = placing.sharding();
        return ClusterSharding.get(system)
                .init(Entity.of(TYPE, context -> Partition.create(Integer.parseInt(context.getEntityId()), shared))
                        .withMessageExtractor(new ByPartition())
                        .withSettings(placing.role().isEmpty() ? sharding : sharding.withRole(placing.role()))
                        .withAllocationStrategy(placing.strategy())
                        .withEntityProps(DispatcherSelector.fromConfig(DISPATCHER))
                        .withStopMessage(Stop.INSTANCE));
    }

    /** Entity and shard are the number of the partition. */
    private static final class ByPartition extends ShardingMessageExtractor<ShardingEnvelope<ToOwner>, ToOwner> {
        @Override
        public String entityId(ShardingEnvelope<ToOwner> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId;
        }

        @Override
        public ToOwner unwrapMessage(ShardingEnvelope<ToOwner> envelope) {
            return envelope.message();
        }
    }
}

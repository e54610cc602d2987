package dev.troupe.owner;

import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;

/**
 * Where partitions may live.
 *
 * @param role of the nodes that hold partitions; empty means every node
 * @param strategy decides which
 * @param sharding settings, without passivation
 */
public record PlacementSettings(String role, ShardAllocationStrategy strategy, ClusterShardingSettings sharding) {}

package dev.troupe.owner;

import java.time.Duration;

/**
 * How this node holds partitions.
 *
 * @param maxMemoryBytes budget of all entries on this node, all included
 * @param maxChangeBytes memory for changes beside the entries, as {@link dev.troupe.replication.state.ChangeMemory} has it
 * @param sweepInterval between two looks of a partition for expired entries
 * @param sweepBudget entries of each cache that one look may touch
 */
public record PartitionSettings(long maxMemoryBytes, long maxChangeBytes, Duration sweepInterval, int sweepBudget) {}

/**
 * The owner of a partition and the way to it: the sharded actor, the decider beside it, and the gateway that turns a call on
 * {@link dev.troupe.api.Cache} into a request with a deadline, an admission limit and a retry. Read
 * {@link dev.troupe.partition.PartitionProtocol}, then {@link dev.troupe.partition.PartitionDecider} and
 * {@link dev.troupe.partition.Gateway}. Knows nothing of HTTP and nothing of membership.
 */
@NullMarked
package dev.troupe.partition;

import org.jspecify.annotations.NullMarked;

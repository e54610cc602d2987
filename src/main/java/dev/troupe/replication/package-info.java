/**
 * Changes of a partition and the state they make, as data: what an owner decides, applies and will ship to its copies. Read
 * {@link dev.troupe.replication.Change} and {@link dev.troupe.replication.PartitionState} first. Knows no actor, no clock and
 * no cache settings.
 */
@NullMarked
package dev.troupe.replication;

import org.jspecify.annotations.NullMarked;

/**
 * The content of a partition as a sequence of changes: applied by its owner and by those that keep copies, in the same way. Read {@link
 * dev.troupe.replication.state.PartitionState} first. The rules are in {@code docs/copies.md}.
 */
@NullMarked
package dev.troupe.replication.state;

import org.jspecify.annotations.NullMarked;

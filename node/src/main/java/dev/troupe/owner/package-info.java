/**
 * What owns a partition: an actor in its region that executes operations in order, over copies that others keep. Read {@link
 * dev.troupe.owner.Partition} first. The rules are in {@code docs/copies.md}.
 */
@NullMarked
package dev.troupe.owner;

import org.jspecify.annotations.NullMarked;

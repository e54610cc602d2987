/**
 * Where a key lives: slots, partitions and the choice of a home, as pure functions that every node and client computes
 * alike. Read {@link dev.troupe.placement.Partitions} first. Must not know actors, members' states or time.
 */
@NullMarked
package dev.troupe.placement;

import org.jspecify.annotations.NullMarked;

/** Decides which node owns which partition, and when one moves. Read {@link dev.troupe.cluster.moves.PlacingDecider} first. */
@NullMarked
package dev.troupe.cluster.moves;

import org.jspecify.annotations.NullMarked;

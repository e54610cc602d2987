/** Finds out at once that the process of a node is gone, with proof. Read {@link dev.troupe.cluster.liveness.DeathDecider} first. */
@NullMarked
package dev.troupe.cluster.liveness;

import org.jspecify.annotations.NullMarked;

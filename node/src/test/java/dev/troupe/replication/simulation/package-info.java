/** A cluster of copies in one thread, whose weather is a seed: what is promised must hold in all of it. */
@NullMarked
package dev.troupe.replication.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * The copies that a node keeps, and who else keeps them: actors and tables around the state machines of {@code replication}.
 * Read {@link dev.troupe.replica.CopyTable} first. Must not know the partition actors, only that somebody borrows.
 */
@NullMarked
package dev.troupe.replica;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.cluster.moves}. */
@NullMarked
package dev.troupe.cluster.moves;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.cluster.liveness}. */
@NullMarked
package dev.troupe.cluster.liveness;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.cluster.membership}. */
@NullMarked
package dev.troupe.cluster.membership;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.placement}. */
@NullMarked
package dev.troupe.placement;

import org.jspecify.annotations.NullMarked;

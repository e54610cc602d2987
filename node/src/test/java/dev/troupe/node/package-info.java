/** Tests of {@code dev.troupe.node}. */
@NullMarked
package dev.troupe.node;

import org.jspecify.annotations.NullMarked;

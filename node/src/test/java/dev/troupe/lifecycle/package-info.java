/** Tests of {@code dev.troupe.lifecycle}. */
@NullMarked
package dev.troupe.lifecycle;

import org.jspecify.annotations.NullMarked;

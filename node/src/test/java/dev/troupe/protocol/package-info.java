/** Tests of {@code dev.troupe.protocol}. */
@NullMarked
package dev.troupe.protocol;

import org.jspecify.annotations.NullMarked;

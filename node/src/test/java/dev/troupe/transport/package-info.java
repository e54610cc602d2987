/** Tests of {@code dev.troupe.transport}. */
@NullMarked
package dev.troupe.transport;

import org.jspecify.annotations.NullMarked;

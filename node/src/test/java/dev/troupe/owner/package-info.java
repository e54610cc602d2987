/** Tests of {@code dev.troupe.owner}. */
@NullMarked
package dev.troupe.owner;

import org.jspecify.annotations.NullMarked;

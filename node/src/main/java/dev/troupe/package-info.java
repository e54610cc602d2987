/**
 * Troupe, an actor-based clustered cache: see the packages below for its parts. Nothing lives here.
 */
@NullMarked
package dev.troupe;

import org.jspecify.annotations.NullMarked;

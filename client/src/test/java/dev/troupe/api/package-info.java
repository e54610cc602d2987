/** Tests of {@code dev.troupe.api}. */
@NullMarked
package dev.troupe.api;

import org.jspecify.annotations.NullMarked;

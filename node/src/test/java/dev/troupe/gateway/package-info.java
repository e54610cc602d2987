/** Tests of {@code dev.troupe.gateway}. */
@NullMarked
package dev.troupe.gateway;

import org.jspecify.annotations.NullMarked;

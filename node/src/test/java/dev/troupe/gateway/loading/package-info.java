/** Tests of {@code dev.troupe.gateway.loading}. */
@NullMarked
package dev.troupe.gateway.loading;

import org.jspecify.annotations.NullMarked;

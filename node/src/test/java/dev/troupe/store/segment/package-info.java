/** Tests of {@code dev.troupe.store.segment}. */
@NullMarked
package dev.troupe.store.segment;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.store.index}. */
@NullMarked
package dev.troupe.store.index;

import org.jspecify.annotations.NullMarked;

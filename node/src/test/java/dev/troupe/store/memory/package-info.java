/** Tests of {@code dev.troupe.store.memory}. */
@NullMarked
package dev.troupe.store.memory;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.store.policy}. */
@NullMarked
package dev.troupe.store.policy;

import org.jspecify.annotations.NullMarked;

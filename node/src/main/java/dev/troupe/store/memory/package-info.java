/** Memory of the stores of a node: one pool, an account for each. */
@NullMarked
package dev.troupe.store.memory;

import org.jspecify.annotations.NullMarked;

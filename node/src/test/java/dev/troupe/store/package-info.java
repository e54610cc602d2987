/** Tests of the store; {@link dev.troupe.store.StoreInvariants} is checked after every one of them. */
@NullMarked
package dev.troupe.store;

import org.jspecify.annotations.NullMarked;

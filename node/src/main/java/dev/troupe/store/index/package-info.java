/** The index of a store: from the hash of a key to where its entry lies. Read {@link dev.troupe.store.index.KeyIndex} first. */
@NullMarked
package dev.troupe.store.index;

import org.jspecify.annotations.NullMarked;

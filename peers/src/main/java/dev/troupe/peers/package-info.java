/** Troupe beside other caches: the same calls on the same machine, in turn. Not part of what is published. */
@NullMarked
package dev.troupe.peers;

import org.jspecify.annotations.NullMarked;

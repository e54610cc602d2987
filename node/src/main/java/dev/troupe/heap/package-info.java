/** What things take on the heap, as the collector counts. Pure: no actors, no settings. */
@NullMarked
package dev.troupe.heap;

import org.jspecify.annotations.NullMarked;

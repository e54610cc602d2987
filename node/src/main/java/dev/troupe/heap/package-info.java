/** What things take on the heap, as the collector counts, and what the memory of a process is for. Pure: no actors, no settings. */
@NullMarked
package dev.troupe.heap;

import org.jspecify.annotations.NullMarked;

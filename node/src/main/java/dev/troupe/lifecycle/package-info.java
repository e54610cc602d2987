/** How a node becomes ready, watches over its partitions, and leaves without a loss. Read {@link dev.troupe.lifecycle.Evacuation} first. */
@NullMarked
package dev.troupe.lifecycle;

import org.jspecify.annotations.NullMarked;

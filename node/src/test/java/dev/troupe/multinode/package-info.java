/** What holds for several nodes in JVMs of their own, with a network that is cut between them. */
@NullMarked
package dev.troupe.multinode;

import org.jspecify.annotations.NullMarked;

/** Who is in the cluster: one node's life, a member as one node sees it, and who of them decides. */
@NullMarked
package dev.troupe.members;

import org.jspecify.annotations.NullMarked;

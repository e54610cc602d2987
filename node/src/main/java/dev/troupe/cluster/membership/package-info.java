/** Who is in the cluster, and what members tell each other about themselves. Read {@link dev.troupe.cluster.membership.Membership} first. */
@NullMarked
package dev.troupe.cluster.membership;

import org.jspecify.annotations.NullMarked;

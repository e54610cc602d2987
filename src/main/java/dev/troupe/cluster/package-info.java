/**
 * The cluster around the partitions: who is a member and where it serves HTTP, which node a partition is placed on, and
 * who may join. Read {@link dev.troupe.cluster.Membership} first. Must not know what a partition does or stores.
 */
@NullMarked
package dev.troupe.cluster;

import org.jspecify.annotations.NullMarked;

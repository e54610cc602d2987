/**
 * A network between the nodes of this machine that can be cut, delayed and broken, for each pair and each direction. Read
 * {@link dev.troupe.proving.network.FaultyNetwork} first.
 */
@NullMarked
package dev.troupe.proving.network;

import org.jspecify.annotations.NullMarked;

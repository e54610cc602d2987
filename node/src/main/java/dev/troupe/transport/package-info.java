/**
 * How messages travel between nodes: small ones in batches, as {@link dev.troupe.transport.PeerLink} says, which to read first; those that are too large for one
 * frame announced, given room, and pulled in chunks, as {@link dev.troupe.transport.ChunkedTransfer} says.
 */
@NullMarked
package dev.troupe.transport;

import org.jspecify.annotations.NullMarked;

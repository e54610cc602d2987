/**
 * How messages that are too large for one frame travel between nodes: announced, given room, and pulled in chunks. Read {@link
 * dev.troupe.transport.ChunkedTransfer} first.
 */
@NullMarked
package dev.troupe.transport;

import org.jspecify.annotations.NullMarked;

/**
 * Connections of Troupe's own between nodes, for batches: whoever ships one writes it to the socket, and one thread of a node reads all. They
 * are opened on an invitation that travels by the cluster's transport, which stays the way wherever there is none.
 */
@NullMarked
package dev.troupe.transport.direct;

import org.jspecify.annotations.NullMarked;

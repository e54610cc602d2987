/**
 * What gateways and owners say to each other: operations on entries, their replies, the messages that carry them, and their form on the
 * wire. Read {@link dev.troupe.protocol.Operation} first.
 */
@NullMarked
package dev.troupe.protocol;

import org.jspecify.annotations.NullMarked;

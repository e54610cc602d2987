/**
 * The way from callers to owners: requests are admitted, wait for their partition, are sent, sent again, and answered by their deadline.
 * Read {@link dev.troupe.gateway.Gateway} first.
 */
@NullMarked
package dev.troupe.gateway;

import org.jspecify.annotations.NullMarked;

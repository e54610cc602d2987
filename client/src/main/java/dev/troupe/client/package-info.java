/**
 * The cache from another process: {@code Caches} and {@code Cache} spoken over HTTP with the JDK's own client. Read
 * {@link dev.troupe.client.RemoteCaches} first. Knows nothing of actors, nodes or partitions, and brings no library.
 */
@NullMarked
package dev.troupe.client;

import org.jspecify.annotations.NullMarked;

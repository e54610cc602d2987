/**
 * The port of the cache: what a caller sees, whether over HTTP, in the same JVM or through the remote client. Read
 * {@link dev.troupe.api.Caches} and {@link dev.troupe.api.Cache} first. Knows nothing of actors, nodes or sockets.
 */
@NullMarked
package dev.troupe.api;

import org.jspecify.annotations.NullMarked;

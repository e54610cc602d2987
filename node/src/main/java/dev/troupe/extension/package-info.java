/**
 * The in-JVM face of Troupe for applications that run a Pekko cluster of their own. Read
 * {@link dev.troupe.extension.Troupe} first. Only calls {@link dev.troupe.api.Caches}: a second way to the same caches, not a second
 * implementation.
 */
@NullMarked
package dev.troupe.extension;

import org.jspecify.annotations.NullMarked;

/**
 * The meters of one node: what is counted, under which name, and how it is exposed. Read
 * {@link dev.troupe.metrics.MeterBook} first. Knows Micrometer and nothing of HTTP, actors or caches.
 */
@NullMarked
package dev.troupe.metrics;

import org.jspecify.annotations.NullMarked;

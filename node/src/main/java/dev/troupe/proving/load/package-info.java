/**
 * Clients that put a cache to the test: they send mixed requests, write no value twice, and record what they were answered.
 * Read {@link dev.troupe.proving.load.Load} first.
 */
@NullMarked
package dev.troupe.proving.load;

import org.jspecify.annotations.NullMarked;

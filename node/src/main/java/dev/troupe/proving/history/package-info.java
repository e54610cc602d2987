/**
 * What clients did to a cache and what they were answered, and the checks that tell whether its promises were kept. Read
 * {@link dev.troupe.proving.history.Judge} first. Nothing here knows how the requests were made.
 */
@NullMarked
package dev.troupe.proving.history;

import org.jspecify.annotations.NullMarked;

/** Entries in segments: arrays that are written to the end, and reused as a whole. Read {@link dev.troupe.store.segment.SegmentLog} first. */
@NullMarked
package dev.troupe.store.segment;

import org.jspecify.annotations.NullMarked;

/**
 * The entries of one cache in one partition. Read {@link dev.troupe.store.Store} first: it conducts the
 * {@link dev.troupe.store.EntryTable} (the {@link dev.troupe.store.SegmentLog} that holds the bytes, and the
 * {@link dev.troupe.store.KeyIndex} that finds them), {@link dev.troupe.store.Reclaim},
 * {@link dev.troupe.store.Expiry} and {@link dev.troupe.store.Eviction}. How an entry looks in memory is drawn in
 * {@link dev.troupe.store.EntryLayout} and known nowhere else. Knows no actor, no clock and no settings file: the time
 * is always a parameter.
 */
@NullMarked
package dev.troupe.store;

import org.jspecify.annotations.NullMarked;

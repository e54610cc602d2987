/**
 * The entries of one cache in one partition. Read {@link dev.troupe.store.Store} first: it conducts the
 * {@link dev.troupe.store.policy.EntryTable} (the {@link dev.troupe.store.segment.SegmentLog} that holds the bytes, and the
 * {@link dev.troupe.store.index.KeyIndex} that finds them), {@link dev.troupe.store.policy.Reclaim},
 * {@link dev.troupe.store.policy.Expiry} and {@link dev.troupe.store.policy.Eviction}. How an entry looks in memory is drawn in
 * {@link dev.troupe.store.segment.EntryLayout} and known nowhere else. Knows no actor, no clock and no settings file: the time
 * is always a parameter.
 */
@NullMarked
package dev.troupe.store;

import org.jspecify.annotations.NullMarked;

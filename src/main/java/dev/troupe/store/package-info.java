/**
 * The entries of one cache in one partition. Read {@link dev.troupe.store.Store} first. Knows no actor, no clock and no
 * settings file: the time is always a parameter.
 */
@NullMarked
package dev.troupe.store;

import org.jspecify.annotations.NullMarked;

/** Requests for one entry: its address, preconditions, reads and writes. Read {@link dev.troupe.http.entry.EntryRoutes} first. */
@NullMarked
package dev.troupe.http.entry;

import org.jspecify.annotations.NullMarked;

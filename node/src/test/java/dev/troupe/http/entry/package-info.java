/** Tests of {@code dev.troupe.http.entry}. */
@NullMarked
package dev.troupe.http.entry;

import org.jspecify.annotations.NullMarked;

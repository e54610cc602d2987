/** Tests of {@code dev.troupe.http.connection}. */
@NullMarked
package dev.troupe.http.connection;

import org.jspecify.annotations.NullMarked;

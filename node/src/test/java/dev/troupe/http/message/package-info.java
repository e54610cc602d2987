/** Tests of {@code dev.troupe.http.message}. */
@NullMarked
package dev.troupe.http.message;

import org.jspecify.annotations.NullMarked;

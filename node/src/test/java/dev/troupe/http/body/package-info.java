/** Tests of {@code dev.troupe.http.body}. */
@NullMarked
package dev.troupe.http.body;

import org.jspecify.annotations.NullMarked;

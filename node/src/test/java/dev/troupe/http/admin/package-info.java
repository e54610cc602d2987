/** Tests of {@code dev.troupe.http.admin}. */
@NullMarked
package dev.troupe.http.admin;

import org.jspecify.annotations.NullMarked;

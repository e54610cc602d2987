/** Tests of {@code dev.troupe.settings}. */
@NullMarked
package dev.troupe.settings;

import org.jspecify.annotations.NullMarked;

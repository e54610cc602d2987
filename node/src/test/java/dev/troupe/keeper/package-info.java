/** Tests of {@code dev.troupe.keeper}. */
@NullMarked
package dev.troupe.keeper;

import org.jspecify.annotations.NullMarked;

/** Tests of what keeps copies. */
@NullMarked
package dev.troupe.replica;

import org.jspecify.annotations.NullMarked;

/** What tests of the form on the wire share. */
@NullMarked
package dev.troupe.wire;

import org.jspecify.annotations.NullMarked;

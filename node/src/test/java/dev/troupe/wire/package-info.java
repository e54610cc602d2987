/** Tests of {@code dev.troupe.wire}, and what tests of serializers share. */
@NullMarked
package dev.troupe.wire;

import org.jspecify.annotations.NullMarked;

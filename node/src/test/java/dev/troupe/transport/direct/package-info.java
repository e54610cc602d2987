/** Tests of {@code dev.troupe.transport.direct}. */
@NullMarked
package dev.troupe.transport.direct;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.transport.dispatch}. */
@NullMarked
package dev.troupe.transport.dispatch;

import org.jspecify.annotations.NullMarked;

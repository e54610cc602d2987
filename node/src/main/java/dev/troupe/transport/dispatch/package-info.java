/** Which thread runs what arrives: the one that brings it, where waking another would cost more. */
@NullMarked
package dev.troupe.transport.dispatch;

import org.jspecify.annotations.NullMarked;

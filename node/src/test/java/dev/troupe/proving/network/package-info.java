/** Tests of the network that can be broken, with plain sockets. */
@NullMarked
package dev.troupe.proving.network;

import org.jspecify.annotations.NullMarked;

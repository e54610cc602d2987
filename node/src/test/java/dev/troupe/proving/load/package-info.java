/** Tests of the clients that put a cache to the test. */
@NullMarked
package dev.troupe.proving.load;

import org.jspecify.annotations.NullMarked;

/** Tests of what puts a cluster to the test, on processes that only look like nodes. */
@NullMarked
package dev.troupe.proving;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.replication.state}. */
@NullMarked
package dev.troupe.replication.state;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.replication}. */
@NullMarked
package dev.troupe.replication;

import org.jspecify.annotations.NullMarked;

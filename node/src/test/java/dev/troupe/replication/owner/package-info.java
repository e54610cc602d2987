/** Tests of {@code dev.troupe.replication.owner}. */
@NullMarked
package dev.troupe.replication.owner;

import org.jspecify.annotations.NullMarked;

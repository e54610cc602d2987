/** Tests of {@code dev.troupe.replication.copy}. */
@NullMarked
package dev.troupe.replication.copy;

import org.jspecify.annotations.NullMarked;

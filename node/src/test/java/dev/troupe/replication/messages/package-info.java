/** Tests of {@code dev.troupe.replication.messages}. */
@NullMarked
package dev.troupe.replication.messages;

import org.jspecify.annotations.NullMarked;

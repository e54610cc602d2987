/**
 * One copy of a partition as a state machine: absent, resting or lent, and perhaps filled anew. Read {@link dev.troupe.replication.copy.BackupReplica} first.
 * The rules are in {@code docs/copies.md}.
 */
@NullMarked
package dev.troupe.replication.copy;

import org.jspecify.annotations.NullMarked;

/**
 * Ownership of a partition as a state machine: wins promises, finds the newest copy, keeps backups level. Read {@link
 * dev.troupe.replication.owner.Ownership} first. The rules are in {@code docs/copies.md}.
 */
@NullMarked
package dev.troupe.replication.owner;

import org.jspecify.annotations.NullMarked;

/** What owners and keepers of copies say to each other. The rules are in {@code docs/copies.md}. */
@NullMarked
package dev.troupe.replication.messages;

import org.jspecify.annotations.NullMarked;

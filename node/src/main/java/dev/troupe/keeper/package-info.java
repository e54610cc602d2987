/**
 * Keeps the copies that a node has of all partitions, its own included, and who else may keep some. Read {@link dev.troupe.keeper.Keeper}
 * first. The rules are in {@code docs/copies.md}.
 */
@NullMarked
package dev.troupe.keeper;

import org.jspecify.annotations.NullMarked;

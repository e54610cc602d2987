/** The commands for entries, nodes and clusters, one class each. */
@NullMarked
package dev.troupe.cli.command;

import org.jspecify.annotations.NullMarked;

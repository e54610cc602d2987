/**
 * Measuring commands that start nodes as processes of their own: what a crash, a restart, a newcomer and the copying itself
 * cost. Read {@link dev.troupe.bench.nodes.Crash} first, then {@link dev.troupe.bench.nodes.Nodes}.
 */
@NullMarked
package dev.troupe.bench.nodes;

import org.jspecify.annotations.NullMarked;

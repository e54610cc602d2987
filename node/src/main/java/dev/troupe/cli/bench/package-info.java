/** {@code troupe bench}: figures of a cluster that it starts. Read {@link dev.troupe.cli.bench.BenchCommand} first. */
@NullMarked
package dev.troupe.cli.bench;

import org.jspecify.annotations.NullMarked;

/**
 * What a node takes of the machine's memory as a process, beside Redis. Read {@link dev.troupe.bench.process.ProcessMemory}
 * first, then {@link dev.troupe.bench.process.Filling}.
 */
@NullMarked
package dev.troupe.bench.process;

import org.jspecify.annotations.NullMarked;

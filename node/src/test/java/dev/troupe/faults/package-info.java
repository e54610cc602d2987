/**
 * The fault catalogue: what happens to real nodes under load when they are killed, paused, cut off and starved. Each test
 * names the rows it covers, asserts what must never happen and prints how long recovery took. Those tagged {@code faults}
 * run with {@code mvn verify -Pfaults}, the others always.
 */
@NullMarked
package dev.troupe.faults;

import org.jspecify.annotations.NullMarked;

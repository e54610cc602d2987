/**
 * Measuring commands for the store: miss ratio, memory, expiry and speed, beside Caffeine and a HashMap; and for placement:
 * evenness and movement, beside hash rings. Those that start nodes are in {@link dev.troupe.bench.nodes} and {@link dev.troupe.bench.process}. Read
 * {@link dev.troupe.bench.Bench} first; {@code ./bench --help} at the top of the project runs it. Nothing here is part of the
 * product, and it knows the product only through the public surface of store and placement.
 */
@NullMarked
package dev.troupe.bench;

import org.jspecify.annotations.NullMarked;

/** The protocol of Redis, as much of it as is needed to fill one and to ask it for numbers. */
@NullMarked
package dev.troupe.bench.process.resp;

import org.jspecify.annotations.NullMarked;

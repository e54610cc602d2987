/** Tests of {@code dev.troupe.cli.bench}. */
@NullMarked
package dev.troupe.cli.bench;

import org.jspecify.annotations.NullMarked;

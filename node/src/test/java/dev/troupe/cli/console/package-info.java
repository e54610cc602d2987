/** Tests of {@code dev.troupe.cli.console}. */
@NullMarked
package dev.troupe.cli.console;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.cli.command}. */
@NullMarked
package dev.troupe.cli.command;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.troupe.cli.replay}. */
@NullMarked
package dev.troupe.cli.replay;

import org.jspecify.annotations.NullMarked;

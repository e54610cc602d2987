/** Tests of {@code dev.troupe.cli.verify}. */
@NullMarked
package dev.troupe.cli.verify;

import org.jspecify.annotations.NullMarked;

/** Tests of what comes in and goes out of commands. */
@NullMarked
package dev.troupe.cli.io;

import org.jspecify.annotations.NullMarked;

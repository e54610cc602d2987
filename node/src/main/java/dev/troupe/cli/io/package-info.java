/** What comes in and goes out of a command: its words, files and streams, and what to say when one of them fails. */
@NullMarked
package dev.troupe.cli.io;

import org.jspecify.annotations.NullMarked;

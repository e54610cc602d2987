/**
 * The one command line, {@code ./troupe}. Read {@link dev.troupe.cli.TroupeCommand} first: it names the commands, each a class.
 * Knows how to talk to people, terminals and scripts, and leaves everything else to the packages it calls.
 */
@NullMarked
package dev.troupe.cli;

import org.jspecify.annotations.NullMarked;

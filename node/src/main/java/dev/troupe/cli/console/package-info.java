/** What the commands share: the console, failures and exit codes, the nodes that they start. */
@NullMarked
package dev.troupe.cli.console;

import org.jspecify.annotations.NullMarked;

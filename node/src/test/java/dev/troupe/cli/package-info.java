/** Tests of the command line, run in this process against a node that only speaks the HTTP contract. */
@NullMarked
package dev.troupe.cli;

import org.jspecify.annotations.NullMarked;

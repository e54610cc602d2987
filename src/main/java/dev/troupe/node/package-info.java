/**
 * One running node: the composition root, the only reader of configuration, start and end. Read
 * {@link dev.troupe.node.TroupeNode} first. Composes and decides nothing; knows nothing of the command line.
 */
@NullMarked
package dev.troupe.node;

import org.jspecify.annotations.NullMarked;

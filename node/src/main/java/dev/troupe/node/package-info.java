/**
 * One running node: the composition root, start and end. Read
 * {@link dev.troupe.node.TroupeNode} first. Composes and decides nothing; knows nothing of the command line.
 */
@NullMarked
package dev.troupe.node;

import org.jspecify.annotations.NullMarked;

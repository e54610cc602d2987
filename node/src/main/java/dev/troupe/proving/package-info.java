/**
 * What is needed to put a cluster to the test: nodes as processes that can be started, paused and killed. Read
 * {@link dev.troupe.proving.LocalCluster} first. Knows nodes only from outside: their command line, their ready line and
 * what they answer. Uses the JDK alone.
 */
@NullMarked
package dev.troupe.proving;

import org.jspecify.annotations.NullMarked;

/**
 * Tests that run on several nodes, each in a JVM of its own, under JUnit 5. Annotate a class with
 * {@link dev.troupe.testkit.multinode.MultiNodeTest}; each of its test methods runs in all JVMs at once and takes a
 * {@link dev.troupe.testkit.multinode.MultiNode}. Built on pekko-multi-node-testkit.
 */
@NullMarked
package dev.troupe.testkit.multinode;

import org.jspecify.annotations.NullMarked;

/**
 * For the tests of applications: clusters of one to three nodes in one JVM that can lose a node, and loaders that are counted. Read
 * {@link dev.troupe.testkit.TestCluster} first. Published with the classifier {@code testkit}; uses only what is public.
 */
@NullMarked
package dev.troupe.testkit;

import org.jspecify.annotations.NullMarked;

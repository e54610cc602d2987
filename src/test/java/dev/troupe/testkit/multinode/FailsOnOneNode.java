package dev.troupe.testkit.multinode;

import org.junit.jupiter.api.Test;

/** What goes wrong in multi-node tests; run by {@link NodeJvmsIT}, not by itself. */
@MultiNodeTest(nodes = 2)
final class FailsOnOneNode {
    @Test
    void assertion(MultiNode node) {
        if (node.is(1)) {
            throw new AssertionError("the claim that fails");
        }
    }

    @Test
    void exit(MultiNode node) {
        if (node.is(1)) {
            Runtime.getRuntime().halt(7);
        }
    }

    @Test
    void cutByNodeOne(MultiNode node) {
        if (node.is(1)) {
            node.cut(0, 1);
        }
    }
}

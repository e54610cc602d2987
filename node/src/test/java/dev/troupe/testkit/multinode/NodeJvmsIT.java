package dev.troupe.testkit.multinode;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

final class NodeJvmsIT {
    @Test
    void aFailureOnOneNodeFailsTheTestWithItsTraceAndAllLogs() throws NoSuchMethodException {
        assertFailure("assertion")
                .hasMessageContaining("FailsOnOneNode.assertion failed")
                .hasMessageContaining("node-1: java.lang.AssertionError: the claim that fails")
                .hasMessageContaining("NodeJvmsIT.java:")
                .hasMessageContaining("end of the log of node-0");
    }

    @Test
    void aJvmThatEndsEarlyFailsTheTest() throws NoSuchMethodException {
        assertFailure("exit").hasMessageContaining("node-1 ended without a result");
    }

    @Test
    void onlyNodeZeroMayCut() throws NoSuchMethodException {
        assertFailure("cutByNodeOne").hasMessageContaining("only node 0 may cut, mend and kill, this is node 1");
    }

    @Test
    void aJvmThatWasKilledOnPurposeFailsNothing() throws Exception {
        MultiNodeTest how = FailsOnOneNode.class.getAnnotation(MultiNodeTest.class);
        NodeJvms.run(FailsOnOneNode.class, FailsOnOneNode.class.getDeclaredMethod("killed", MultiNode.class), how);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(String method)
            throws NoSuchMethodException {
        Method called = FailsOnOneNode.class.getDeclaredMethod(method, MultiNode.class);
        MultiNodeTest how = FailsOnOneNode.class.getAnnotation(MultiNodeTest.class);
        return assertThatThrownBy(() -> NodeJvms.run(FailsOnOneNode.class, called, how))
                .isInstanceOf(AssertionError.class);
    }

    /** What goes wrong in multi-node tests; run by the tests above, not by itself. */
    @MultiNodeTest(nodes = 2)
    static final class FailsOnOneNode {
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
        void killed(MultiNode node) {
            node.barrier("there");
            if (node.is(0)) {
                node.kill(1);
            } else {
                node.await("the end", () -> false);
            }
        }

        @Test
        void cutByNodeOne(MultiNode node) {
            if (node.is(1)) {
                node.cut(0, 1);
            }
        }
    }
}

package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.testkit.multinode.MultiNode;
import dev.troupe.testkit.multinode.MultiNodeTest;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Formation, partitions, leaving and restarting, each on three nodes. */
@MultiNodeTest(nodes = 3, settings = """
        pekko.cluster.failure-detector.acceptable-heartbeat-pause = 2s
        pekko.cluster.split-brain-resolver.stable-after = 3s
        """)
final class ClusterIT {
    private static final int KEYS = 50;

    @Test
    void threeNodesFormOneClusterAndShareItsEntries(MultiNode node) {
        formed(node);
        cache(node).put("from-" + node.index(), "hello").toCompletableFuture().join();
        node.barrier("written");
        for (int other = 0; other < node.count(); other++) {
            assertThat(value(node, "from-" + other)).isEqualTo("hello");
        }
    }

    @Test
    void ofTwoAgainstOneTheTwoGoOnAndTheOneGivesUp(MultiNode node) {
        formed(node);
        if (node.is(0)) {
            node.cut(0, 2);
            node.cut(1, 2);
        }
        node.barrier("cut");
        theTwoGoOnAndTheOneGivesUp(node);
    }

    @Test
    void aNodeThatIsHeardByNobodyGivesUpThoughItHearsAll(MultiNode node) {
        formed(node);
        if (node.is(0)) {
            node.cutOneWay(2, 0);
            node.cutOneWay(2, 1);
        }
        node.barrier("cut");
        theTwoGoOnAndTheOneGivesUp(node);
    }

    @Test
    void aCutThatIsMendedInTimeCostsNobodyItsPlace(MultiNode node) {
        formed(node);
        if (node.is(0)) {
            node.cut(0, 2);
            node.await("node 2 to be out of reach", () -> !unreachable(node).isEmpty());
            node.mend(0, 2);
        }
        node.barrier("mended");
        node.await("all to be in reach", () -> unreachable(node).isEmpty());
        node.awaitMembers(3);
        writeEverywhere(node);
    }

    @Test
    void nodesLeaveOneAfterTheOther(MultiNode node) {
        formed(node);
        for (int leaving = node.count() - 1; leaving > 0; leaving--) {
            if (node.is(leaving)) {
                node.leave();
            } else if (node.index() < leaving) {
                node.awaitMembers(leaving);
                writeEverywhere(node);
            }
            node.barrier("left " + leaving);
        }
    }

    @Test
    void aNodeThatIsRestartedJoinsAgain(MultiNode node) {
        formed(node);
        if (node.is(1)) {
            node.restart();
            node.awaitReady();
        }
        node.barrier("restarted");
        node.awaitMembers(3);
        if (node.is(1)) {
            writeEverywhere(node);
        }
        node.barrier("written");
        assertThat(value(node, "key-1-7")).isEqualTo("value");
    }

    private static void formed(MultiNode node) {
        node.awaitReady();
        node.awaitMembers(3);
        node.barrier("formed");
    }

    private static void theTwoGoOnAndTheOneGivesUp(MultiNode node) {
        if (node.is(2)) {
            node.awaitRemoved();
        } else {
            node.awaitMembers(2);
            writeEverywhere(node);
        }
        node.barrier("decided");
    }

    /** To more keys than there are partitions; those that have no owner yet are tried again. */
    private static void writeEverywhere(MultiNode node) {
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + node.index() + "-" + i;
            node.await("a write to " + key, () -> isWritten(node, key));
        }
    }

    private static boolean isWritten(MultiNode node, String key) {
        try {
            cache(node).put(key, "value").toCompletableFuture().join();
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    private static String value(MultiNode node, String key) {
        return cache(node).get(key).toCompletableFuture().join().orElseThrow().value();
    }

    private static List<String> unreachable(MultiNode node) {
        return node.troupe().view().members().unreachable();
    }

    private static Cache<String, String> cache(MultiNode node) {
        return node.troupe().caches().cache("default").as(Codec.UTF8, Codec.UTF8);
    }
}

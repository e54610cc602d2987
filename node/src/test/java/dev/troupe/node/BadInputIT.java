package dev.troupe.node;

import dev.troupe.http.BadInputTable;
import dev.troupe.lifecycle.LocalNodes;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The bad input table against a node of a cluster of two, so that keys live on either. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private LocalNodes cluster;

    @BeforeAll
    void start() {
        cluster = LocalNodes.start(2, Map.of("troupe.http.body-deadline", "2s"));
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> badInputIsRefusedAndTheNextGoodRequestWorks() {
        TroupeNode node = cluster.node(1);
        BadInputTable table = new BadInputTable(node.httpUri(), node.caches().limits());
        return table.rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> table.check(row)));
    }
}

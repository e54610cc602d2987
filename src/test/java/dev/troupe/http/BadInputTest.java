package dev.troupe.http;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
    private final TestServer running = new TestServer();

    @AfterAll
    void stop() {
        running.close();
    }

    @TestFactory
    Stream<DynamicTest> badInputIsRefusedAndTheNextGoodRequestWorks() {
        BadInputTable table = new BadInputTable(running.server.uri(), TestServer.LIMITS);
        return table.rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> table.check(row)));
    }
}

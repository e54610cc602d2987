package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final TestServer running = new TestServer();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    void listenToTheLog() {
        log.start();
        ROOT.addAppender(log);
    }

    @AfterAll
    void noBadInputLeavesATraceOrKeepsMemory() {
        ROOT.detachAppender(log);
        await().untilAsserted(() -> assertThat(running.server.uploadBytesFree()).isEqualTo(TestServer.UPLOAD_BYTES));
        running.close();
        List<ILoggingEvent> loud = List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
                .toList();
        assertThat(loud).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> badInputIsRefusedAndTheNextGoodRequestWorks() {
        BadInputTable table = new BadInputTable(running.server.uri(), TestServer.LIMITS);
        return table.rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> table.check(row)));
    }
}

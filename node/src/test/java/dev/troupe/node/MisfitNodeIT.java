package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.troupe.Await;
import dev.troupe.lifecycle.LocalNodes;
import dev.troupe.lifecycle.NodeEndedException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MisfitNodeIT {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void forget() {
        root.detachAppender(log);
    }

    @Test
    void nodeWithOtherPartitionsIsRefusedWithOneLineOnEitherSide() {
        try (LocalNodes cluster = LocalNodes.start(1, Map.of())) {
            TroupeNode misfit = cluster.join(Map.of("troupe.partitions", 64));
            assertThatThrownBy(() -> Await.result(misfit.ready()))
                    .hasRootCauseInstanceOf(NodeEndedException.class)
                    .rootCause()
                    .hasMessageContaining("before it was ready: the cluster of "
                            + cluster.node(0).address() + " has other partitions, caches or limits")
                    .message()
                    .doesNotContain("\n");
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("troupe.partitions"))
                    .singleElement()
                    .asString()
                    .contains(misfit.address(), "troupe.partitions is 64 on the one side and 32 on the other")
                    .doesNotContain("\n");
            assertThat(cluster.node(0).view().members().members()).hasSize(1);
        }
    }
}

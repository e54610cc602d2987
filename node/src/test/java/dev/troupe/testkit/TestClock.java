package dev.troupe.testkit;

import dev.troupe.protocol.NodeClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of all nodes of a {@link TestCluster}: runs as time does, and is put forward by tests. Safe for use by many threads. */
final class TestClock {
    private final AtomicLong aheadMillis = new AtomicLong();

    long millis() {
        return NodeClock.millis() + aheadMillis.get();
    }

    void advance(Duration time) {
        aheadMillis.addAndGet(time.toMillis());
    }
}

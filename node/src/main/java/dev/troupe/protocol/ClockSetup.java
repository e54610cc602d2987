package dev.troupe.protocol;

import java.util.function.LongSupplier;
import org.apache.pekko.actor.setup.Setup;

/**
 * Handed to an actor system when it is created, gives its partitions another clock than {@link NodeClock}, for tests that do not want
 * to wait. All nodes of a cluster need the same one.
 */
public final class ClockSetup extends Setup {
    private final LongSupplier nowMillis;

    /** @param nowMillis milliseconds now; never goes back, may jump forward. Called by many threads */
    public ClockSetup(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    LongSupplier nowMillis() {
        return nowMillis;
    }
}

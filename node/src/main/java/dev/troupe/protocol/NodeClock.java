package dev.troupe.protocol;

import java.util.function.LongSupplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The clock of this process: wall time at its start plus the monotonic time since, in milliseconds. A jump of the wall clock
 * does not move it; between nodes only what remains of a time travels.
 */
public final class NodeClock {
    private static final long START_MILLIS = System.currentTimeMillis();
    private static final long START_NANOS = System.nanoTime();

    private NodeClock() {}

    /** The clock of an actor system: this one, unless the system was created with a {@link ClockSetup}. */
    public static LongSupplier of(ClassicActorSystemProvider system) {
        return system.classicSystem()
                .settings()
                .setup()
                .get(ClockSetup.class)
                .map(ClockSetup::nowMillis)
                .orElse(NodeClock::millis);
    }

    /** Milliseconds now. */
    public static long millis() {
        return START_MILLIS + (System.nanoTime() - START_NANOS) / 1_000_000;
    }
}

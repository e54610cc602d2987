package dev.troupe.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and sockets this process may still open. Connections of clients get only what leaves enough for everything else that a node
 * opens: other nodes' connections, files, classes. Without a descriptor Pekko would try to accept again and again, and log each time. Not
 * thread safe: owned by {@link Acceptance}.
 */
final class Descriptors {
    /** A server that cannot have so many connections does not start. */
    static final int LEAST_CONNECTIONS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LEAST_KEPT = 16;
    private static final int MOST_KEPT = 256;

    private final Source source;
    private long measuredAt;
    private boolean measured;
    private long left;
    private long toldAt;
    private boolean told;

    /** Where the numbers come from. */
    interface Source {
        /** How many are open. */
        long open();

        /** How many may be open. */
        long most();
    }

    Descriptors(Source source) {
        this.source = source;
    }

    /** Those of this process; without end where the system does not say. */
    static Descriptors ofThisProcess() {
        return new Descriptors(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? new OfSystem(system)
                        : new Endless());
    }

    /**
     * How many connections there may be at a time, which may be fewer than wanted; said in the log.
     *
     * @throws HttpBindException if there are too few for a server
     */
    int connections(int wanted) {
        long most = source.most();
        long open = source.open();
        long possible = most - open - kept(most);
        if (possible < Math.min(wanted, LEAST_CONNECTIONS)) {
            throw new HttpBindException(
                    "cannot serve: this process may have " + most + " files and sockets open and has " + open
                            + " already, but connections need " + (kept(most) + LEAST_CONNECTIONS)
                            + " more; raise the limit (ulimit -n, or LimitNOFILE of systemd)");
        }
        if (possible < wanted) {
            LOG.warn(
                    "at most {} connections of clients at a time instead of {}: this process may have {} files and sockets open and has {} already;"
                            + " raise the limit (ulimit -n, or LimitNOFILE of systemd)",
                    possible,
                    wanted,
                    most,
                    open);
        }
        return (int) Math.min(wanted, possible);
    }

    /** Whether there is one for another connection; if not, that is said in the log at most once a minute. */
    boolean areLeft(long now) {
        if (!measured || left <= 0 || now - measuredAt >= FRESH_NANOS) {
            measure(now);
        }
        return left > 0;
    }

    /** One is about to be used. */
    void use() {
        left--;
    }

    private void measure(long now) {
        measured = true;
        measuredAt = now;
        long most = source.most();
        long open = source.open();
        left = most - open - kept(most) / 2;
        if (left <= 0 && (!told || now - toldAt >= SILENCE_NANOS)) {
            told = true;
            toldAt = now;
            LOG.warn(
                    "no connections are accepted for now: {} of the {} files and sockets that this process may have open are;"
                            + " raise the limit (ulimit -n, or LimitNOFILE of systemd)",
                    open,
                    most);
        }
    }

    /** How many are for everything else. */
    private static long kept(long most) {
        return Math.max(LEAST_KEPT, Math.min(MOST_KEPT, most / 4));
    }

    private record OfSystem(UnixOperatingSystemMXBean system) implements Source {
        @Override
        public long open() {
            return system.getOpenFileDescriptorCount();
        }

        @Override
        public long most() {
            return system.getMaxFileDescriptorCount();
        }
    }

    private record Endless() implements Source {
        @Override
        public long open() {
            return 0;
        }

        @Override
        public long most() {
            return Integer.MAX_VALUE;
        }
    }
}

package dev.troupe.http.connection;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connections of clients get of the {@link Descriptors}. Without one Pekko would try to accept again and again, and log each time. Not
 * thread safe: owned by {@link Acceptance}.
 */
public final class DescriptorBudget {
    /** A server that cannot have so many connections does not start. */
    static final int LEAST_CONNECTIONS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorBudget.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Descriptors descriptors;
    private long measuredAt;
    private boolean measured;
    private long left;
    private long toldAt;
    private boolean told;

    public DescriptorBudget(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * How many connections there may be at a time, which may be fewer than wanted; said in the log.
     *
     * @throws HttpBindException if there are too few for a server
     */
    int connections(int wanted) {
        Descriptors.Count count = descriptors.count();
        if (count.possible() < Math.min(wanted, LEAST_CONNECTIONS)) {
            throw new HttpBindException("cannot serve: this process may have " + count.most()
                    + " files and sockets open and has " + count.open() + " already, but connections need "
                    + (count.kept() + LEAST_CONNECTIONS) + " more" + Descriptors.REMEDY);
        }
        if (count.possible() < wanted) {
            LOG.warn(
                    "at most {} connections of clients at a time instead of {}: this process may have {} files and sockets open and has {} already"
                            + Descriptors.REMEDY,
                    count.possible(),
                    wanted,
                    count.most(),
                    count.open());
        }
        return (int) Math.min(wanted, count.possible());
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
        Descriptors.Count count = descriptors.count();
        left = count.left();
        if (left <= 0 && (!told || now - toldAt >= SILENCE_NANOS)) {
            told = true;
            toldAt = now;
            LOG.warn(
                    "no connections are accepted for now: {} of the {} files and sockets that this process may have open are"
                            + Descriptors.REMEDY,
                    count.open(),
                    count.most());
        }
    }
}

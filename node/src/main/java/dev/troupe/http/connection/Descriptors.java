package dev.troupe.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files and sockets this process may still open. Connections get only what leaves enough for everything else that a node opens: other
 * nodes' connections, files, classes. Safe for use by many threads; needs neither a log nor a descriptor.
 */
public final class Descriptors {
    /** The end of a sentence about too few of them. */
    static final String REMEDY = "; raise the limit (ulimit -n, or LimitNOFILE of systemd)";

    private static final String SHORTAGE =
            "; nearly all files and sockets that this process may have open are" + REMEDY;
    private static final int LEAST_KEPT = 16;
    private static final int MOST_KEPT = 256;

    private final Source source;

    /** Where the numbers come from; either may throw an error where there is no descriptor left to find them out with. */
    interface Source {
        /** How many are open. */
        long open();

        /** How many may be open. */
        long most();
    }

    /**
     * What there is at a time.
     *
     * @param open how many are open
     * @param most how many may be open
     */
    record Count(long open, long most) {
        /** For connections, those included that are there; may be negative. */
        long possible() {
            return most - open - kept();
        }

        /** For a connection that comes; not positive while too little is left for everything else. */
        long left() {
            return most - open - kept() / 2;
        }

        /** How many are for everything else. */
        long kept() {
            return Math.max(LEAST_KEPT, Math.min(MOST_KEPT, most / 4));
        }
    }

    Descriptors(Source source) {
        this.source = source;
    }

    /** Those of this process; without end where the system does not say. */
    public static Descriptors ofThisProcess() {
        return new Descriptors(new OfThisProcess());
    }

    /** Whether so few are left that no connection is accepted. */
    public boolean areShort() {
        return count().left() <= 0;
    }

    /** The account of a failure, with cause and remedy if descriptors have run short and it does not say so already. */
    public String explain(String failure) {
        return failure.endsWith(REMEDY) || !areShort() ? failure : failure.concat(SHORTAGE);
    }

    /** Counting takes a descriptor, and so may what it is done with: where it fails, none is left. */
    Count count() {
        long most = 0;
        try {
            most = source.most();
            return new Count(source.open(), most);
        } catch (InternalError | LinkageError uncountable) {
            return new Count(most, most);
        }
    }

    private static final class OfThisProcess implements Source {
        @Override
        public long open() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? system.getOpenFileDescriptorCount()
                    : 0;
        }

        @Override
        public long most() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? system.getMaxFileDescriptorCount()
                    : Integer.MAX_VALUE;
        }
    }
}

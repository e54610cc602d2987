package dev.troupe.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The file descriptors of this process. */
final class Descriptors {
    private static final double NEARLY_ALL = 0.9;

    private Descriptors() {}

    /** What to add to the account of a failure: a cause and a remedy if the descriptors have run short, else nothing. */
    static String shortage() {
        return areShort()
                ? "; nearly all file descriptors of the process are in use: allow it more (ulimit -n, or LimitNOFILE of its service)"
                : "";
    }

    private static boolean areShort() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    && system.getOpenFileDescriptorCount() > NEARLY_ALL * system.getMaxFileDescriptorCount();
        } catch (InternalError | LinkageError uncountable) {
            // Counting takes one, and so does what it is done with.
            return true;
        }
    }
}

package dev.troupe.node;

import java.util.Optional;
import org.apache.pekko.actor.CoordinatedShutdown;

/** The exit codes of a node's process. */
final class NodeExitCode {
    /** It was asked to stop and did. */
    static final int STOPPED = 0;
    /** It could not start, or could not stop in time. */
    static final int FAILED = 1;
    /** The cluster went on without it: start it again. */
    static final int DOWNED = 10;
    /** It found no cluster to join. */
    static final int NOT_JOINED = 11;
    /** A fatal error has ended it: start it again. */
    static final int FATAL = 12;

    private NodeExitCode() {}

    /** The code for the reason of a shutdown. */
    static int of(Optional<CoordinatedShutdown.Reason> reason) {
        if (reason.isEmpty()) {
            return FAILED;
        }
        if (reason.get() == CoordinatedShutdown.clusterDowningReason()) {
            return DOWNED;
        }
        return reason.get() == CoordinatedShutdown.clusterJoinUnsuccessfulReason()
                        || reason.get() == CoordinatedShutdown.incompatibleConfigurationDetectedReason()
                ? NOT_JOINED
                : STOPPED;
    }
}

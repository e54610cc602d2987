package dev.troupe.proving.history;

import java.time.Duration;

/**
 * Something that was done to a node while clients were at work.
 *
 * @param kind what
 * @param node which, for messages
 * @param startNanos when it began, on the clock of the attempts
 * @param endNanos when it was undone; for a kill the moment in which the process was gone
 */
public record Disturbance(Kind kind, String node, long startNanos, long endNanos) {
    /** What can be done to a node. */
    public enum Kind {
        /** The process is gone without a word (SIGKILL). */
        KILL,
        /** The process is stopped for a while (SIGSTOP). */
        PAUSE,
        /** Nothing gets through to it or from it for a while. */
        CUT,
        /** It was asked to leave (SIGTERM): a promise is that this costs nothing. */
        LEAVE,
        /** It is started, until it is ready: on one machine this takes processors from the nodes beside it. */
        START;

        /** Whether nothing may be lost by it. */
        boolean isOrderly() {
            return this == LEAVE || this == START;
        }
    }

    /** Whether it leaves two nodes alive that may both think they own a partition. */
    boolean mayDivide() {
        return kind == Kind.PAUSE || kind == Kind.CUT;
    }

    /** Whether an asynchronous cache may lose what it acknowledged in this moment. */
    boolean mayLose(Attempt acknowledged, Duration window) {
        return !kind.isOrderly()
                && acknowledged.endedNanos() >= startNanos - window.toNanos()
                && acknowledged.invokedNanos() <= endNanos;
    }

    /** Whether an attempt was under way during it or within some time after. */
    boolean overlaps(Attempt attempt, Duration after) {
        return attempt.endedNanos() >= startNanos && attempt.invokedNanos() <= endNanos + after.toNanos();
    }
}

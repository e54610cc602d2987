package dev.troupe.cli.console;

import dev.troupe.api.Reason;

/** What a process of ours ends with, so that scripts can tell. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int REFUSED = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int UNAVAILABLE = 4;
    public static final int PRECONDITION_FAILED = 5;
    static final int OUTCOME_UNKNOWN = 6;
    /** The reader of standard output has left: what shells see of a program that the signal ends (128 + SIGPIPE). */
    public static final int PIPE_CLOSED = 141;

    private ExitCode() {}

    /** The code of a failed call. A cache that does not exist is a refusal: a mistyped name must not look like a miss. */
    static int of(Reason reason) {
        return switch (reason) {
            case BAD_REQUEST, VALUE_TOO_LARGE, CACHE_NOT_FOUND, CACHE_FULL, NOT_A_COUNTER, UNDECODABLE -> REFUSED;
            case OVERLOADED, UNAVAILABLE, INSUFFICIENT_REPLICAS -> UNAVAILABLE;
            case OUTCOME_UNKNOWN, INTERNAL -> OUTCOME_UNKNOWN;
        };
    }
}

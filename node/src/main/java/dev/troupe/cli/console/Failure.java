package dev.troupe.cli.console;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import dev.troupe.cli.io.FileFailure;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A command that ends with a line for the user and an exit code. */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure whose message says what to do next. */
    public Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The failure of a call. */
    public static Failure of(CacheException failed) {
        return new Failure(ExitCode.of(failed.reason()), failed.getMessage() + "; " + next(failed.reason()));
    }

    /**
     * The failure to read or write a file.
     *
     * @param what could not be done
     */
    public static Failure of(String what, IOException failed) {
        return new Failure(ExitCode.REFUSED, what + ": " + FileFailure.text(failed));
    }

    /** The answer of a call, or its failure. */
    public static <T> T await(CompletionStage<T> call) {
        try {
            return call.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof CacheException known ? of(known) : failed;
        }
    }

    private static String next(Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> "correct the key or the options (--help lists them)";
            case VALUE_TOO_LARGE -> "store a smaller value or raise the limit in the settings of the nodes";
            case CACHE_NOT_FOUND -> "name another with --cache, or declare it in conf/caches.conf";
            case CACHE_FULL -> "delete entries, or give the cache an eviction other than none";
            case NOT_A_COUNTER -> "store a whole number first, or take another key";
            case OVERLOADED, INSUFFICIENT_REPLICAS -> "nothing happened: try again a little later";
            case UNAVAILABLE -> "start a node (troupe node), name another with --url, or try again";
            case OUTCOME_UNKNOWN -> "read the key to see, then repeat with --if-match or --if-absent";
            case INTERNAL, UNDECODABLE -> "look into the log of the node";
        };
    }
}

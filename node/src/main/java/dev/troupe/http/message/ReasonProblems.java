package dev.troupe.http.message;

import dev.troupe.api.CacheException;
import dev.troupe.api.Reason;
import java.util.concurrent.CompletionException;

/** The one place that says how a failure of the cache is told over HTTP. */
public final class ReasonProblems {
    private ReasonProblems() {}

    /** The refusal that a failure amounts to; whatever is not a known answer is a defect. */
    public static Refused refusal(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return refusal(failure.getCause());
        }
        if (failure instanceof Refused refused) {
            return refused;
        }
        if (failure instanceof CacheException answer) {
            return new Refused(type(answer.reason()), String.valueOf(answer.getMessage()));
        }
        return new Refused(ProblemType.INTERNAL, "a defect of the cache; the node's log has it under this request id");
    }

    /** The kind of problem of a reason. */
    static ProblemType type(Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> ProblemType.BAD_REQUEST;
            case VALUE_TOO_LARGE -> ProblemType.VALUE_TOO_LARGE;
            case CACHE_NOT_FOUND -> ProblemType.CACHE_NOT_FOUND;
            case OVERLOADED -> ProblemType.OVERLOADED;
            case UNAVAILABLE -> ProblemType.UNAVAILABLE;
            case INSUFFICIENT_REPLICAS -> ProblemType.INSUFFICIENT_REPLICAS;
            case CACHE_FULL -> ProblemType.CACHE_FULL;
            case OUTCOME_UNKNOWN -> ProblemType.OUTCOME_UNKNOWN;
            case NOT_A_COUNTER -> ProblemType.NOT_A_COUNTER;
            case UNDECODABLE, INTERNAL -> ProblemType.INTERNAL;
        };
    }
}

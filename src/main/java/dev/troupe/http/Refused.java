package dev.troupe.http;

import java.io.Serial;

/** A request that is answered with a problem. Carries no stack trace: it is an answer, not a defect. */
final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    Refused(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    /** The kind of problem. */
    ProblemType type() {
        return type;
    }

    /** What is wrong with this request, in a sentence. */
    String detail() {
        return String.valueOf(getMessage());
    }
}

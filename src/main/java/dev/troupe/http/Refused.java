package dev.troupe.http;

import dev.troupe.api.Condition;
import java.io.Serial;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** A request that is answered with a problem. Carries no stack trace: it is an answer, not a defect. */
final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final long version;

    Refused(ProblemType type, String detail) {
        this(type, detail, Condition.NO_ENTRY);
    }

    /** The same, naming the version of the entry that stands in the way. */
    Refused(ProblemType type, String detail, long version) {
        super(detail, null, false, false);
        this.type = type;
        this.version = version;
    }

    /** The {@code ETag} of the entry that stands in the way, if there is one. */
    List<HttpHeader> etag() {
        return version == Condition.NO_ENTRY ? List.of() : List.of(Replies.etag(version));
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

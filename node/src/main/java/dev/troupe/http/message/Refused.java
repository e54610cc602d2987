package dev.troupe.http.message;

import dev.troupe.api.Condition;
import java.io.Serial;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** A request that is answered with a problem. Carries no stack trace: it is an answer, not a defect. */
public final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<HttpHeader> headers;

    public Refused(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    /** The same, naming the version of the entry that stands in the way. */
    public Refused(ProblemType type, String detail, long version) {
        this(type, detail, version == Condition.NO_ENTRY ? List.of() : List.of(Replies.etag(version)));
    }

    /** The same with headers of its answer. */
    public Refused(ProblemType type, String detail, List<HttpHeader> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.headers = headers;
    }

    /** One that tells the client to go to another node. */
    public static Refused leaving(String detail) {
        return new Refused(ProblemType.UNAVAILABLE, detail, List.of(Replies.CLOSE));
    }

    /** Whether its answer is the last on its connection. */
    public boolean closes() {
        return headers.contains(Replies.CLOSE);
    }

    /** What the answer has for headers, such as the {@code ETag} of the entry that stands in the way. */
    public List<HttpHeader> headers() {
        return headers;
    }

    /** The kind of problem. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong with this request, in a sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

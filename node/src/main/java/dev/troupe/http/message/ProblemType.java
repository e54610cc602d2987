package dev.troupe.http.message;

/** The kinds of error that a client can get, each with its status and the last part of its type. */
public enum ProblemType {
    BAD_REQUEST(400, "bad-request", "The request is malformed"),
    BAD_PATH(400, "bad-path", "The path is not acceptable"),
    BAD_CACHE_NAME(400, "bad-cache-name", "The cache name is not legal"),
    BAD_KEY(400, "bad-key", "The key is not legal"),
    BAD_ENCODING(400, "bad-encoding", "The percent-encoding is not valid UTF-8"),
    BAD_PARAMETER(400, "bad-parameter", "A parameter is not legal"),
    BAD_CONDITION(400, "bad-condition", "A condition cannot be read"),
    BAD_CONTENT_TYPE(400, "bad-content-type", "The content type is not legal"),
    BAD_BODY(400, "bad-body", "The body is malformed"),
    NO_SUCH_ROUTE(404, "no-such-route", "There is nothing at this path"),
    CACHE_NOT_FOUND(404, "cache-not-found", "There is no such cache"),
    ENTRY_NOT_FOUND(404, "entry-not-found", "There is no such entry"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does not apply here"),
    HEAD_TIMEOUT(408, "head-timeout", "The head did not arrive in time"),
    BODY_TIMEOUT(408, "body-timeout", "The body did not arrive in time"),
    NOT_A_COUNTER(409, "not-a-counter", "The value cannot be counted up"),
    PRECONDITION_FAILED(412, "precondition-failed", "The condition does not hold"),
    VALUE_TOO_LARGE(413, "value-too-large", "The value is too large"),
    URI_TOO_LONG(414, "uri-too-long", "The URI is too long"),
    CONTENT_ENCODING_REFUSED(415, "content-encoding-refused", "Encoded content is not accepted"),
    UNEXPECTED_BODY(422, "unexpected-body", "The method takes no body"),
    HEADER_TOO_LARGE(431, "header-too-large", "A header is too large"),
    INTERNAL(500, "internal", "The cache failed"),
    NOT_IMPLEMENTED(501, "not-implemented", "The method is not known"),
    OVERLOADED(503, "overloaded", "Too much is in flight"),
    UNAVAILABLE(503, "unavailable", "The cache cannot answer now"),
    NOT_READY(503, "not-ready", "This node should not get traffic"),
    INSUFFICIENT_REPLICAS(503, "insufficient-replicas", "Too few backups"),
    OUTCOME_UNKNOWN(504, "outcome-unknown", "The outcome of the write is unknown"),
    HTTP_VERSION(505, "http-version", "The protocol version is not supported"),
    CACHE_FULL(507, "cache-full", "The cache is full");

    private final int status;
    private final String slug;
    private final String title;

    ProblemType(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    /** The status of the reply. */
    public int status() {
        return status;
    }

    /** The type as it stands in the problem: a path below {@code /problems/}. */
    String path() {
        return "/problems/" + slug;
    }

    /** The same sentence for every problem of this type. */
    String title() {
        return title;
    }

    /** Whether the same request may succeed a little later. */
    boolean retryable() {
        return status == 408 || this == OUTCOME_UNKNOWN || status == 503;
    }
}

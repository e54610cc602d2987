package dev.troupe.http.message;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Builds replies. */
public final class Replies {
    private static final ContentType PROBLEM = ContentTypes.parse(Problem.MEDIA_TYPE);
    private static final HttpHeader NOSNIFF = RawHeader.create("X-Content-Type-Options", "nosniff");
    private static final HttpHeader RETRY_SOON = RawHeader.create("Retry-After", "1");
    /** Tells that the connection closes after the reply. */
    public static final HttpHeader CLOSE = Connection.create("close");

    private static final HttpHeader MISS = RawHeader.create("Cache-Status", "troupe; fwd=miss");

    private Replies() {}

    /** A reply without a body. */
    public static HttpResponse empty(int status, List<HttpHeader> headers) {
        return HttpResponse.create().withStatus(status).withHeaders(headers);
    }

    /** A reply with a body that no browser may take for anything but what it says it is. */
    public static HttpResponse body(int status, ResponseEntity entity, List<HttpHeader> headers) {
        List<HttpHeader> all = new ArrayList<>(headers.size() + 1);
        all.addAll(headers);
        all.add(NOSNIFF);
        return HttpResponse.create().withStatus(status).withEntity(entity).withHeaders(all);
    }

    /** A reply that tells a problem. */
    public static HttpResponse problem(Problem problem, List<HttpHeader> headers) {
        List<HttpHeader> all = new ArrayList<>(headers);
        if (problem.type().status() == 503) {
            all.add(RETRY_SOON);
        }
        if (problem.type() == ProblemType.ENTRY_NOT_FOUND && headers.isEmpty()) {
            all.add(MISS);
        }
        return body(problem.type().status(), HttpEntities.create(PROBLEM, problem.json()), all);
    }

    /** The same reply, after which the connection closes. */
    public static HttpResponse closing(HttpResponse response) {
        return response.addHeader(CLOSE);
    }

    /** The {@code ETag} of a version. */
    public static HttpHeader etag(long version) {
        return RawHeader.create("ETag", EntityTags.of(version));
    }
}

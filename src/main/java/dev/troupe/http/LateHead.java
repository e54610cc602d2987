package dev.troupe.http;

import dev.troupe.http.Problem.Subject;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/** The reply to a request whose head does not come to an end, as bytes. */
final class LateHead {
    private LateHead() {}

    /** A problem, after which the connection closes. */
    static ByteString reply() {
        ProblemType type = ProblemType.HEAD_TIMEOUT;
        byte[] json = Problem.of(type, "the head of the request did not arrive in time", Subject.NONE)
                .json();
        String head = "HTTP/1.1 " + type.status() + " Request Timeout\r\nContent-Type: " + Problem.MEDIA_TYPE
                + "\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: " + json.length
                + "\r\n\r\n";
        return ByteString.fromString(head, StandardCharsets.US_ASCII).concat(ByteString.fromArrayUnsafe(json));
    }
}

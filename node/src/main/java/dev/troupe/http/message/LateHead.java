package dev.troupe.http.message;

import dev.troupe.http.message.Problem.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.pekko.util.ByteString;

/** The reply to a request whose head does not come to an end, as bytes. */
public final class LateHead {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LateHead() {}

    /** The time as IMF-fixdate (RFC 9110, section 5.6.7). */
    private static String date() {
        return DATE.format(Instant.now());
    }

    /** A problem, after which the connection closes. */
    public static ByteString reply() {
        ProblemType type = ProblemType.HEAD_TIMEOUT;
        byte[] json = Problem.of(type, "the head of the request did not arrive in time", Subject.NONE)
                .json();
        String head = "HTTP/1.1 " + type.status() + " Request Timeout\r\nDate: " + date() + "\r\nContent-Type: "
                + Problem.MEDIA_TYPE
                + "\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: " + json.length
                + "\r\n\r\n";
        return ByteString.fromString(head, StandardCharsets.US_ASCII).concat(ByteString.fromArrayUnsafe(json));
    }
}

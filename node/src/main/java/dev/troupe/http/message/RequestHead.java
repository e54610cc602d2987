package dev.troupe.http.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.TimeoutAccess;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.jspecify.annotations.Nullable;

/** What this front end reads of a request's head, gathered in one pass. Not thread safe: owned by one request. */
public final class RequestHead {
    private final List<String> ifMatch = new ArrayList<>(0);
    private final List<String> ifNoneMatch = new ArrayList<>(0);
    private final List<String> cacheControl = new ArrayList<>(0);
    private final List<String> contentEncoding = new ArrayList<>(0);
    private @Nullable String rawTarget;
    private @Nullable TimeoutAccess timeout;
    private boolean expectsContinue;
    private boolean contentTypeIllegal;
    private boolean hostEmpty;
    private boolean closes;

    private RequestHead() {}

    /** Reads the head of a request. */
    public static RequestHead of(HttpRequest request) {
        RequestHead head = new RequestHead();
        for (HttpHeader header : request.getHeaders()) {
            head.add(header);
        }
        return head;
    }

    private void add(HttpHeader header) {
        // The server's own header stands first; one that the client sends under the same name must not replace it.
        if (header instanceof RawRequestURI raw) {
            rawTarget = rawTarget == null ? raw.uri() : rawTarget;
            return;
        }
        if (header instanceof org.apache.pekko.http.javadsl.model.headers.TimeoutAccess access) {
            timeout = access.timeoutAccess();
            return;
        }
        switch (header.lowercaseName()) {
            case "if-match" -> ifMatch.add(header.value());
            case "if-none-match" -> ifNoneMatch.add(header.value());
            case "cache-control" -> cacheControl.add(header.value());
            case "content-encoding" -> contentEncoding.add(header.value());
            case "host" -> hostEmpty = header.value().isEmpty();
            case "connection" -> closes = closes || names(header.value(), "close");
            case "expect" -> expectsContinue = true;
            // Pekko keeps a legal one out of the headers, in the entity.
            case "content-type" -> contentTypeIllegal = true;
            default -> {}
        }
    }

    private static boolean names(String options, String option) {
        return Arrays.stream(options.split(",")).anyMatch(each -> each.strip().equalsIgnoreCase(option));
    }

    /** The request target as it was sent. */
    public String rawTarget() {
        if (rawTarget == null) {
            throw new IllegalStateException("pekko.http.server.raw-request-uri-header is off");
        }
        return rawTarget;
    }

    /** The lines of {@code If-Match}. */
    public List<String> ifMatch() {
        return ifMatch;
    }

    /** The lines of {@code If-None-Match}. */
    public List<String> ifNoneMatch() {
        return ifNoneMatch;
    }

    /** Whether there is a condition at all. */
    public boolean isConditional() {
        return !ifMatch.isEmpty() || !ifNoneMatch.isEmpty();
    }

    /** The lines of {@code Cache-Control}. */
    public List<String> cacheControl() {
        return cacheControl;
    }

    /** Whether the body has been encoded in some way. */
    public boolean isContentEncoded() {
        return contentEncoding.stream()
                .anyMatch(coding -> !coding.strip().toLowerCase(Locale.ROOT).equals("identity"));
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether the client wants no further reply on this connection. */
    public boolean closes() {
        return closes;
    }

    /** Whether there is a Host header that names nothing. */
    public boolean isHostEmpty() {
        return hostEmpty;
    }

    /** Whether there is a content type that cannot be read. */
    public boolean isContentTypeIllegal() {
        return contentTypeIllegal;
    }

    /** The time-out of this request, unless time-outs are off. */
    public Optional<TimeoutAccess> timeout() {
        return Optional.ofNullable(timeout);
    }
}

package dev.troupe.http.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One error as the client sees it (RFC 9457).
 *
 * @param type its kind
 * @param detail what is wrong with this request, in a sentence
 * @param subject cache and key it was about
 * @param requestId 16 hexadecimal digits, the same as in the node's log
 */
public record Problem(ProblemType type, String detail, Subject subject, String requestId) {
    /** The media type of a rendered problem. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /**
     * What a request was about, as far as that is known.
     *
     * @param cache name of the cache
     * @param key the key as text
     * @param key64 the key in base64url, if it was given so
     */
    public record Subject(Optional<String> cache, Optional<String> key, Optional<String> key64) {
        /** Nothing is known. */
        public static final Subject NONE = new Subject(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A problem with a new request id. */
    public static Problem of(ProblemType type, String detail, Subject subject) {
        return new Problem(
                type,
                detail,
                subject,
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    /** The JSON document, in ASCII: everything else is escaped. */
    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type.path());
            json.writeStringField("title", type.title());
            json.writeNumberField("status", type.status());
            json.writeStringField("detail", detail);
            optional(json, "cache", subject.cache());
            optional(json, "key", subject.key());
            optional(json, "key64", subject.key64());
            json.writeBooleanField("retryable", type.retryable());
            json.writeStringField("requestId", requestId);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}

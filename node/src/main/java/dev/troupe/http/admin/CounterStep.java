package dev.troupe.http.admin;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.CounterOptions;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * What the body of an increment asks for: {@code {"by":1,"initial":0,"ttl":"1h"}}, each with a default.
 *
 * @param by what is added
 * @param options of a new counter
 */
record CounterStep(long by, CounterOptions options) {
    private static final Set<String> FIELDS = Set.of("by", "initial", "ttl");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws Refused if the body is not such an object */
    static CounterStep of(byte[] body, CacheSpec spec) {
        JsonNode document = document(body);
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                throw refused("an unknown member");
            }
        }
        JsonNode ttl = document.path("ttl");
        if (!ttl.isMissingNode() && !ttl.isTextual()) {
            throw refused("a ttl that is no text");
        }
        return new CounterStep(
                number(document, "by", 1),
                new CounterOptions(
                        number(document, "initial", 0),
                        ttl.isMissingNode() ? Optional.empty() : Optional.of(ActionRoutes.ttl(ttl.textValue(), spec))));
    }

    private static JsonNode document(byte[] body) {
        if (body.length == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonNode document = MAPPER.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (IOException malformed) {
            throw refused("no JSON");
        }
        throw refused("no JSON object");
    }

    private static long number(JsonNode document, String name, long usual) {
        JsonNode number = document.path(name);
        if (number.isMissingNode()) {
            return usual;
        }
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw refused(name + " is no whole number of 64 bits");
        }
        return number.longValue();
    }

    private static Refused refused(String what) {
        return new Refused(
                ProblemType.BAD_BODY, "the body is like {\"by\":1,\"initial\":0,\"ttl\":\"1h\"}; here: " + what);
    }
}

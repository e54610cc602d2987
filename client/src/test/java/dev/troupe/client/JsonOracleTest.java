package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is read as JSON here is what Jackson reads, but for what {@link #refused} lists; the rest is refused by both. */
final class JsonOracleTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonReader.DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    @Property(tries = 5_000)
    void documentsAreReadAsJacksonReadsThem(@ForAll long seed) {
        byte[] document = JsonDocuments.wellFormed(new Random(seed));
        assertThat(ours(document)).isPresent().isEqualTo(jackson(document));
    }

    @Property(tries = 20_000)
    void brokenDocumentsAreReadOrRefusedAsByJackson(@ForAll long seed) {
        byte[] document = JsonDocuments.broken(new Random(seed));
        assertThat(ours(document))
                .as(new String(document, StandardCharsets.UTF_8))
                .isEqualTo(jackson(document));
    }

    /** Else the properties above would show little. */
    @Example
    void manyBrokenDocumentsAreReadAndManyRefused() {
        long read = new Random(1)
                .longs(1_000)
                .filter(seed -> ours(JsonDocuments.broken(new Random(seed))).isPresent())
                .count();
        assertThat(read).isBetween(100L, 900L);
    }

    @Property(tries = 200)
    void nestingIsBoundedAsJacksonBoundsIt(@ForAll long seed) {
        byte[] document = JsonDocuments.nested(new Random(seed), JsonReader.DEEPEST);
        assertThat(ours(document))
                .as(new String(document, StandardCharsets.UTF_8))
                .isEqualTo(jackson(document));
    }

    private static Optional<Object> ours(byte[] document) {
        try {
            return Optional.of(JsonReader.read(document));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static Optional<Object> jackson(byte[] document) {
        try (JsonParser parser = JACKSON.createParser(document)) {
            parser.nextToken();
            Object value = value(parser);
            return parser.nextToken() == null && !refused(document) ? Optional.of(value) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("nothing");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = text(parser.currentName());
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> text(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> JsonReader.NULL;
            default -> number(parser);
        };
    }

    /** A number is refused here that has more than {@link JsonReader#LONGEST_NUMBER} characters or an exponent of five digits and more. */
    private static BigDecimal number(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (text.length() > JsonReader.LONGEST_NUMBER || text.matches(".*[eE][+-]?[0-9]{5,}")) {
            throw new IOException("out of range");
        }
        return parser.getDecimalValue();
    }

    /** Half of a surrogate pair is refused here: it is no character, and becomes a question mark in a key. */
    private static String text(String text) throws IOException {
        if (text.codePoints().anyMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE)) {
            throw new IOException("half a pair");
        }
        return text;
    }

    /** Jackson reads UTF-16 and UTF-32 too, passes over a byte order mark, and takes surrogates and overlong forms in UTF-8. */
    private static boolean refused(byte[] document) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return text.startsWith("\ufeff") || text.indexOf(0) >= 0;
        } catch (CharacterCodingException malformed) {
            return true;
        }
    }
}

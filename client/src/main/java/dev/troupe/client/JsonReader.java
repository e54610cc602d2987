package dev.troupe.client;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON (RFC 8259) strictly: one value, nothing after it, no duplicate names, at most {@link #DEEPEST} objects and arrays within
 * each other, no half of a surrogate pair. An object becomes a {@code Map<String, Object>}, an array a {@code List<Object>}, the rest {@code String},
 * {@code BigDecimal}, {@code Boolean} and {@link #NULL}.
 */
final class JsonReader {
    /** What {@code null} becomes. */
    static final Object NULL = new Object();
    /** More objects and arrays within each other than this are refused. */
    static final int DEEPEST = 32;

    /** Numbers of more characters are refused: the time that one takes grows with the square of its length. */
    static final int LONGEST_NUMBER = 1000;

    private static final Map<String, Object> WORDS = Map.of("true", true, "false", false, "null", NULL);
    private static final Pattern WORD_OR_NUMBER =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the bytes are not one JSON value in UTF-8 */
    static Object read(byte[] utf8) {
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("not UTF-8", malformed);
        }
    }

    /** @throws IllegalArgumentException if the text is not one JSON value */
    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.peek();
        reader.require(reader.at == text.length());
        return value;
    }

    /** @param depth of how many objects and arrays it is a part */
    private Object value(int depth) {
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> wordOrNumber();
        };
    }

    private Map<String, Object> object(int depth) {
        require(depth < DEEPEST);
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        for (boolean more = peek() != '}'; more; more = another('}')) {
            String name = string();
            expect(':');
            require(members.put(name, value(depth + 1)) == null);
        }
        expect('}');
        return members;
    }

    private List<Object> array(int depth) {
        require(depth < DEEPEST);
        List<Object> elements = new ArrayList<>();
        expect('[');
        for (boolean more = peek() != ']'; more; more = another(']')) {
            elements.add(value(depth + 1));
        }
        expect(']');
        return elements;
    }

    private boolean another(char end) {
        if (peek() == end) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        StringBuilder content = new StringBuilder();
        expect('"');
        for (char c = next(); c != '"'; c = next()) {
            require(c >= ' ');
            content.append(c == '\\' ? escaped(next()) : c);
        }
        // Half a pair is no character; as UTF-8 it would become a question mark.
        require(content.codePoints().noneMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE));
        return content.toString();
    }

    private char escaped(char c) {
        if (c == 'u') {
            require(at + 4 <= text.length());
            at += 4;
            return (char) HexFormat.fromHexDigits(text, at - 4, at);
        }
        require(ESCAPES.indexOf(c) >= 0);
        return ESCAPED.charAt(ESCAPES.indexOf(c));
    }

    private Object wordOrNumber() {
        Matcher matcher = WORD_OR_NUMBER.matcher(text).region(at, text.length());
        require(matcher.lookingAt() && matcher.end() - at <= LONGEST_NUMBER);
        at = matcher.end();
        Object word = WORDS.get(matcher.group());
        return word != null ? word : new BigDecimal(matcher.group());
    }

    /** Skips white space; the character that follows, 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        require(at < text.length());
        return text.charAt(at++);
    }

    private void expect(char c) {
        peek();
        require(next() == c);
    }

    private void require(boolean wellFormed) {
        if (!wellFormed) {
            throw new IllegalArgumentException("not JSON at character " + at);
        }
    }
}

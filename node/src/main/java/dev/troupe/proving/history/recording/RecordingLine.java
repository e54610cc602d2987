package dev.troupe.proving.history.recording;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recording: a word that says what it is, and {@code name=value} pairs. Values have no blanks, but for one named
 * {@code text}, which is the last and takes the rest of the line.
 *
 * @param kind the first word
 * @param values by their names, in order
 */
record RecordingLine(String kind, Map<String, String> values) {
    private static final String TEXT = "text";

    /** A line without values. */
    static RecordingLine of(String kind) {
        return new RecordingLine(kind, new LinkedHashMap<>());
    }

    /** @throws IllegalArgumentException if the text is no such line */
    static RecordingLine parse(String line) {
        String[] words = line.split(" ", -1);
        RecordingLine parsed = of(words[0]);
        int at = words[0].length() + 1;
        for (int index = 1; index < words.length; index++) {
            int equals = words[index].indexOf('=');
            require(equals > 0, "no name=value: " + words[index]);
            String name = words[index].substring(0, equals);
            if (name.equals(TEXT)) {
                return parsed.withText(line.substring(at + equals + 1));
            }
            require(!parsed.values.containsKey(name), name + " is there twice");
            parsed.values.put(name, words[index].substring(equals + 1));
            at += words[index].length() + 1;
        }
        return parsed;
    }

    /** Adds a value, which has no blanks. */
    RecordingLine with(String name, Object value) {
        String text = String.valueOf(value);
        require(text.chars().noneMatch(Character::isWhitespace), "cannot be written: " + name + "=" + text);
        values.put(name, text);
        return this;
    }

    /** Adds the rest of the line, in which line breaks become blanks. */
    RecordingLine withText(String text) {
        values.put(TEXT, text.replaceAll("\\R", " "));
        return this;
    }

    /** The rest of the line. */
    String text() {
        return get(TEXT);
    }

    String get(String name) {
        @Nullable String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + kind + "' without " + name);
        }
        return value;
    }

    /** The value, converted by something that refuses by an {@code IllegalArgumentException}. */
    <T> T get(String name, Function<String, T> conversion) {
        String text = get(name);
        try {
            return conversion.apply(text);
        } catch (RuntimeException refused) {
            throw new IllegalArgumentException(name + " cannot be " + text, refused);
        }
    }

    long number(String name) {
        return get(name, Long::parseLong);
    }

    /** One of an enum's constants, in lower case. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return get(name, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(kind);
        values.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

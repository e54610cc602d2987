package dev.troupe.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** JSON documents drawn from a seed, well-formed ones and others. */
final class JsonDocuments {
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\r\n", "\t");
    private static final List<String> CHARACTERS = List.of(
            "a",
            "Z",
            "0",
            " ",
            "/",
            "{",
            "]",
            ",",
            "é",
            "€",
            "😀",
            "\u007f",
            "\u2028",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\f",
            "\\n",
            "\\r",
            "\\t",
            "\\u0000",
            "\\u00e9",
            "\\uD83D\\uDE00",
            "\\u001F");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-17",
            "9223372036854775807",
            "9223372036854775808",
            "0.5",
            "-0.0",
            "1e0",
            "1E+9999",
            "1e-9999",
            "3.1415926535897932384626433",
            "100");
    /** What a mutation puts in: whole tokens, halves of them, and what is no JSON at all. */
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "\\ude00",
            "\\x",
            "\\u12G4",
            "\\u+123",
            "true",
            "null",
            "nul",
            "NaN",
            "Infinity",
            "-",
            "+1",
            "01",
            ".5",
            "1.",
            "1e",
            "e9",
            "1e99999",
            "0x1",
            "'a'",
            "//",
            "/**/",
            "#",
            " ",
            "\t",
            "\u0000",
            "\u000b",
            "\u00a0",
            "\ufeff",
            "\u0085",
            "\"a\":1",
            ",\"a\":2",
            "٣");
    /** Bytes that are no UTF-8: a lone continuation, a cut sequence, an overlong form, a surrogate, beyond the last character. */
    private static final List<byte[]> NOT_UTF_8 = List.of(
            bytes(0x80),
            bytes(0xc3),
            bytes(0xe2, 0x82),
            bytes(0xc0, 0xaf),
            bytes(0xe0, 0x80, 0xaf),
            bytes(0xed, 0xa0, 0x80),
            bytes(0xf4, 0x90, 0x80, 0x80),
            bytes(0xf0, 0x9f, 0x98),
            bytes(0xff),
            bytes(0xfe, 0xff));

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private JsonDocuments(Random random) {
        this.random = random;
    }

    /** One value that both read, up to eight levels deep. */
    static byte[] wellFormed(Random random) {
        JsonDocuments documents = new JsonDocuments(random);
        documents.value(random.nextInt(8));
        return documents.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A document with one to three places changed: mostly, but not always, none any more. */
    static byte[] broken(Random random) {
        byte[] document = wellFormed(random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            document = mutated(document, random);
        }
        return document;
    }

    /** Arrays and objects in each other, about as deep as is allowed, around nothing or a value. */
    static byte[] nested(Random random, int deepest) {
        StringBuilder text = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        int levels = deepest - 2 + random.nextInt(5);
        for (int i = 0; i < levels; i++) {
            boolean isArray = random.nextBoolean() || i == levels - 1;
            text.append(isArray ? "[" : "{\"a\":");
            ends.insert(0, isArray ? ']' : '}');
        }
        text.append(pick(random, List.of("", "1", "\"x\"", "{}", "[]"))).append(ends);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(int depth) {
        space();
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> string();
            case 1 -> number();
            case 2 -> text.append(pick(random, List.of("true", "false", "null")));
            case 3 -> text.append(pick(random, List.of("{}", "[]", "{ }", "[\n]")));
            case 4 -> members(depth);
            default -> elements(depth);
        }
        space();
    }

    private void members(int depth) {
        text.append('{');
        for (int i = random.nextInt(4); i >= 0; i--) {
            space();
            // The number keeps names apart.
            text.append('"').append(i).append(pick(random, CHARACTERS)).append('"');
            space();
            text.append(':');
            value(depth - 1);
            text.append(i > 0 ? "," : "");
        }
        text.append('}');
    }

    private void elements(int depth) {
        text.append('[');
        for (int i = random.nextInt(4); i >= 0; i--) {
            value(depth - 1);
            text.append(i > 0 ? "," : "");
        }
        text.append(']');
    }

    private void string() {
        text.append('"');
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pick(random, CHARACTERS));
        }
        text.append('"');
    }

    private void number() {
        switch (random.nextInt(30)) {
            case 0 -> text.append('1').append("7".repeat(JsonReader.LONGEST_NUMBER - 2 + random.nextInt(2)));
            case 1, 2, 3, 4, 5 -> text.append(random.nextLong());
            case 6, 7, 8, 9, 10 -> text.append(random.nextGaussian());
            default -> text.append(pick(random, NUMBERS));
        }
    }

    private void space() {
        text.append(pick(random, SPACES));
    }

    private static byte[] mutated(byte[] document, Random random) {
        int at = random.nextInt(document.length + 1);
        int end = Math.min(document.length, at + random.nextInt(3));
        return switch (random.nextInt(8)) {
            case 0 -> spliced(document, at, end, new byte[0]);
            case 1 -> Arrays.copyOf(document, at);
            case 2 -> spliced(document, at, end, bytes(random.nextInt(128)));
            case 3 -> spliced(document, at, at, pick(random, NOT_UTF_8));
            case 4 -> spliced(document, at, at, Arrays.copyOfRange(document, at, end));
            default -> spliced(document, at, at, pick(random, PIECES).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] spliced(byte[] document, int from, int to, byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(document, 0, from);
        out.writeBytes(piece);
        out.write(document, to, document.length - to);
        return out.toByteArray();
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

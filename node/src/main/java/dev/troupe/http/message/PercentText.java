package dev.troupe.http.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoded text of a URI, decoded strictly: what is not exactly right is refused, never replaced. */
public final class PercentText {
    private static final String UNENCODED = "-._~!$&'()*+,;=:@";

    private PercentText() {}

    /**
     * The bytes that a path segment or a query value stands for; {@code +} is plus.
     *
     * @throws Refused with {@link ProblemType#BAD_ENCODING} at a broken escape or a character that must be encoded
     */
    public static byte[] bytes(String raw) {
        byte[] decoded = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                decoded[length++] = (byte) escape(raw, i);
                i += 2;
            } else if (isPlain(c)) {
                decoded[length++] = (byte) c;
            } else {
                throw new Refused(ProblemType.BAD_ENCODING, "a character that must be percent-encoded stands as it is");
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    /**
     * Bytes as text.
     *
     * @throws Refused with {@link ProblemType#BAD_ENCODING} if they are not UTF-8: overlong forms and lone surrogates are
     *     not
     */
    public static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Refused(ProblemType.BAD_ENCODING, "the decoded bytes are not UTF-8");
        }
    }

    private static int escape(String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0 || raw.charAt(at + 1) > 'f' || raw.charAt(at + 2) > 'f') {
            throw new Refused(ProblemType.BAD_ENCODING, "a % is not followed by two hexadecimal digits");
        }
        return high << 4 | low;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNENCODED.indexOf(c) >= 0;
    }
}

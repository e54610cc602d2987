package dev.troupe.http.entry;

import dev.troupe.http.message.PercentText;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import java.util.Base64;

/** A key as one segment of a path. */
final class KeySegment {
    private KeySegment() {}

    /**
     * The key that a percent-encoded segment stands for.
     *
     * @param maxBytes longest key accepted
     * @throws Refused if it is empty, too long, not UTF-8 or contains a control character
     */
    static byte[] utf8(String raw, int maxBytes) {
        byte[] key = PercentText.bytes(raw);
        checkLength(key, maxBytes);
        if (!isPrintableAscii(key)) {
            checkText(PercentText.utf8(key));
        }
        return key;
    }

    /**
     * The key that a segment in unpadded base64url stands for: any bytes.
     *
     * @param maxBytes longest key accepted
     * @throws Refused if it is empty, too long or not the one way to write these bytes
     */
    static byte[] base64url(String raw, int maxBytes) {
        byte[] key;
        try {
            key = Base64.getUrlDecoder().decode(raw);
        } catch (IllegalArgumentException malformed) {
            throw new Refused(ProblemType.BAD_KEY, "the key is not base64url");
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(key).equals(raw)) {
            throw new Refused(ProblemType.BAD_KEY, "the key is not canonical, unpadded base64url");
        }
        checkLength(key, maxBytes);
        return key;
    }

    private static void checkLength(byte[] key, int maxBytes) {
        if (key.length == 0) {
            throw new Refused(ProblemType.BAD_KEY, "the key is empty");
        }
        if (key.length > maxBytes) {
            throw new Refused(
                    ProblemType.BAD_KEY, "the key has " + key.length + " bytes; at most " + maxBytes + " are accepted");
        }
    }

    private static boolean isPrintableAscii(byte[] key) {
        for (byte b : key) {
            if (b < 0x20 || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static void checkText(String key) {
        if (key.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refused(ProblemType.BAD_KEY, "the key contains a control character");
        }
    }
}

package dev.troupe.http.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class KeySegmentTest {
    private static final int LIMIT = 64;

    @Property
    void everyEncodedTextIsReadBackAsItsBytes(@ForAll @NotEmpty String text) {
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        Assume.that(new String(key, StandardCharsets.UTF_8).equals(text));
        Assume.that(text.codePoints().noneMatch(Character::isISOControl));
        assertThat(KeySegment.utf8(encodeAll(key), key.length)).isEqualTo(key);
    }

    @Property
    void everyKeyOfBytesIsReadBackFromBase64(@ForAll @Size(min = 1, max = LIMIT) byte[] key) {
        String raw = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        assertThat(KeySegment.base64url(raw, LIMIT)).isEqualTo(key);
    }

    @Property
    void whateverIsReadHasOneMeaning(@ForAll String raw) {
        try {
            byte[] key = KeySegment.utf8(raw, LIMIT);
            assertThat(KeySegment.utf8(encodeAll(key), LIMIT)).isEqualTo(key);
        } catch (Refused refused) {
            assertThat(refused.type().status()).isEqualTo(400);
        }
    }

    @Test
    void plusIsPlusAndEscapesAreReadOnce() {
        assertThat(KeySegment.utf8("a+b%2Fc%252F", LIMIT)).asString().isEqualTo("a+b/c%2F");
    }

    @Test
    void limitCountsDecodedBytes() {
        assertThat(KeySegment.utf8("%C3%A9".repeat(32), LIMIT)).hasSize(64);
        refuses(ProblemType.BAD_KEY, "%C3%A9".repeat(32) + "a");
    }

    @Test
    void illegalKeysAreRefused() {
        refuses(ProblemType.BAD_KEY, "");
        refuses(ProblemType.BAD_KEY, "a%00");
        refuses(ProblemType.BAD_KEY, "%C2%9F");
        refuses(ProblemType.BAD_ENCODING, "%ED%A0%80");
        refuses(ProblemType.BAD_ENCODING, "%C0%AF");
        refuses(ProblemType.BAD_ENCODING, "%4");
        refuses(ProblemType.BAD_ENCODING, "%\uff11\uff11");
        refuses(ProblemType.BAD_ENCODING, "a b");
        refuses(ProblemType.BAD_ENCODING, "\u00e9");
    }

    private static void refuses(ProblemType type, String raw) {
        assertThatThrownBy(() -> KeySegment.utf8(raw, LIMIT))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.type()).isEqualTo(type));
    }

    private static String encodeAll(byte[] key) {
        StringBuilder raw = new StringBuilder();
        for (byte b : key) {
            raw.append('%').append(String.format("%02X", b));
        }
        return raw.toString();
    }
}

package dev.troupe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntryPathTest {
    private static final String ENTRIES = "/v1/caches/default/entries/";

    @ParameterizedTest
    @CsvSource({
        "hello, hello",
        "a/b, a%2Fb",
        "a+b c, a%2Bb%20c",
        "ü€, %C3%BC%E2%82%AC",
        "50%, 50%25",
        "'?#;&=', %3F%23%3B%26%3D",
        "..., ...",
        "{tag}x, %7Btag%7Dx",
    })
    void textKeysArePercentEncoded(String key, String segment) {
        assertThat(path(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(ENTRIES + segment);
    }

    @ParameterizedTest
    @CsvSource({"., Lg", ".., Li4", "'a\u0000b', YQBi", "'\u0085', woU"})
    void dotSegmentsAndControlCharactersTravelAsBase64(String key, String segment) {
        assertThat(path(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(ENTRIES + segment + "?keyEncoding=base64url");
    }

    @Test
    void theKeyEncodingIsAddedToOtherParameters() {
        assertThat(EntryPath.of(CacheName.DEFAULT, new byte[] {-1}, List.of("ttl=5ms")))
                .isEqualTo(ENTRIES + "_w?ttl=5ms&keyEncoding=base64url");
    }

    @Test
    void emptyKeysAreRefused() {
        assertThatThrownBy(() -> path(new byte[0])).isInstanceOf(CacheException.class);
    }

    @Property
    void everyKeyCanBeReadBack(@ForAll @Size(min = 1, max = 40) byte[] key) {
        String path = path(key);
        int query = path.indexOf('?');
        String segment = path.substring(ENTRIES.length(), query < 0 ? path.length() : query);
        assertThat(segment).matches("[A-Za-z0-9._~%-]+").isNotIn(".", "..");
        assertThat(query < 0 ? percentDecoded(segment) : Base64.getUrlDecoder().decode(segment))
                .isEqualTo(key);
    }

    private static byte[] percentDecoded(String segment) {
        byte[] decoded = new byte[segment.length()];
        int length = 0;
        for (int at = 0; at < segment.length(); at++) {
            boolean escape = segment.charAt(at) == '%';
            decoded[length++] =
                    (byte) (escape ? Integer.parseInt(segment.substring(at + 1, at + 3), 16) : segment.charAt(at));
            at += escape ? 2 : 0;
        }
        return Arrays.copyOf(decoded, length);
    }

    private static String path(byte[] key) {
        return EntryPath.of(CacheName.DEFAULT, key, List.of());
    }
}

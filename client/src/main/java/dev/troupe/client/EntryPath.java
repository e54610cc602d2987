package dev.troupe.client;

import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The raw path and query of one entry. A key that is text travels percent-encoded; one that is not (not UTF-8, control
 * characters, a dot segment) as base64url without padding.
 */
final class EntryPath {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private EntryPath() {}

    /**
     * The path and query, ready for a request line.
     *
     * @param query further parameters, each {@code name=value} and already encoded
     * @throws CacheException with {@link Reason#BAD_REQUEST} if the key is empty
     */
    static String of(CacheName cache, byte[] key, List<String> query) {
        return path(cache, key, "", query);
    }

    /** The same of an action on the entry. */
    static String of(CacheName cache, byte[] key, String action, List<String> query) {
        return path(cache, key, "/" + action, query);
    }

    /** A text as it stands in a query. */
    static String encoded(String text) {
        return percentEncoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String path(CacheName cache, byte[] key, String tail, List<String> query) {
        if (key.length == 0) {
            throw new CacheException(Reason.BAD_REQUEST, "a key is at least one byte long");
        }
        List<String> parameters = new ArrayList<>(query);
        String segment;
        if (isText(key)) {
            segment = percentEncoded(key);
        } else {
            segment = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
            parameters.add("keyEncoding=base64url");
        }
        String path = "/v1/caches/" + cache + "/entries/" + segment + tail;
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static boolean isText(byte[] key) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return !text.equals(".") && !text.equals("..") && text.chars().noneMatch(Character::isISOControl);
        } catch (CharacterCodingException notText) {
            return false;
        }
    }

    private static String percentEncoded(byte[] key) {
        StringBuilder encoded = new StringBuilder(key.length + 16);
        for (byte each : key) {
            char c = (char) (each & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
        return encoded.toString();
    }
}

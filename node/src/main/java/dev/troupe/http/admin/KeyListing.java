package dev.troupe.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.api.KeyPage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A page of keys as JSON: keys that are text as {@code key}, others in base64url as {@code key64}. */
final class KeyListing {
    private KeyListing() {}

    static ObjectNode of(KeyPage<byte[]> page) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = document.putArray("keys");
        for (KeyPage.Key<byte[]> key : page.keys()) {
            ObjectNode line = keys.addObject();
            putKey(line, key.key());
            line.put("bytes", key.valueBytes());
            key.remaining().ifPresent(left -> line.put("remainingMillis", left.toMillis()));
        }
        page.next().ifPresent(next -> document.put("cursor", next));
        return document;
    }

    private static void putKey(ObjectNode line, byte[] key) {
        try {
            line.put(
                    "key",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(key))
                            .toString());
        } catch (CharacterCodingException notText) {
            line.put("key64", Base64.getUrlEncoder().withoutPadding().encodeToString(key));
        }
    }
}

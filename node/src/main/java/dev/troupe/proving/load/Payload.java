package dev.troupe.proving.load;

import dev.troupe.proving.history.Action;
import java.nio.charset.StandardCharsets;

/** What is stored for a value: it names its key, so that a value under another key is noticed. */
final class Payload {
    private Payload() {}

    static byte[] of(String key, long value) {
        return (key + '=' + value).getBytes(StandardCharsets.UTF_8);
    }

    /** The value that a payload stands for, {@link Action#FOREIGN} if it is none of this key's. */
    static long value(String key, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (!text.startsWith(key + '=') || !text.substring(key.length() + 1).matches("[1-9][0-9]{0,17}")) {
            return Action.FOREIGN;
        }
        return Long.parseLong(text.substring(key.length() + 1));
    }
}

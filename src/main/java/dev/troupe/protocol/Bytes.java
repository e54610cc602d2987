package dev.troupe.protocol;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The forms that all messages share on the wire: lengths are checked before anything is allocated. */
final class Bytes {
    private Bytes() {}

    /** A 32-bit length and so many bytes. */
    static void put(ByteBuffer buffer, byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    static byte[] get(ByteBuffer buffer) throws NotSerializableException {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new NotSerializableException(
                    "a length of " + length + " where " + buffer.remaining() + " bytes remain");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    static void putText(ByteBuffer buffer, String text) {
        put(buffer, text.getBytes(StandardCharsets.UTF_8));
    }

    static String getText(ByteBuffer buffer) throws NotSerializableException {
        return new String(get(buffer), StandardCharsets.UTF_8);
    }
}

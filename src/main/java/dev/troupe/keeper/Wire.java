package dev.troupe.keeper;

import dev.troupe.replication.messages.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The fields that messages share, on the wire. A length is checked against what there is before anything is made of it. */
final class Wire {
    private Wire() {}

    static void putText(ByteBuffer buffer, String text) {
        putBytes(buffer, text.getBytes(StandardCharsets.UTF_8));
    }

    static String getText(ByteBuffer buffer) {
        return new String(getBytes(buffer), StandardCharsets.UTF_8);
    }

    static void putBytes(ByteBuffer buffer, byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    /** @throws IllegalArgumentException if there are fewer bytes than the length says */
    static byte[] getBytes(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("length " + length + " of " + buffer.remaining() + " bytes");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    static void putWriter(ByteBuffer buffer, Writer writer) {
        buffer.putLong(writer.epoch()).putLong(writer.uid());
    }

    static Writer getWriter(ByteBuffer buffer) {
        return new Writer(buffer.getLong(), buffer.getLong());
    }

    static void putFlag(ByteBuffer buffer, boolean flag) {
        buffer.put((byte) (flag ? 1 : 0));
    }

    static boolean getFlag(ByteBuffer buffer) {
        return buffer.get() != 0;
    }
}

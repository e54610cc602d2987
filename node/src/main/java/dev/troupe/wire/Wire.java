package dev.troupe.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields that messages share, each with how it is written and read; numbers are the buffer's own, in its byte order. A length or count is
 * checked against what remains before anything is made of it.
 */
public final class Wire {
    private static final int LONGEST_UTF_BYTES = 0xffff;
    private static final long NO_DURATION = -1;
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private Wire() {}

    /** A 32-bit length and so many bytes. */
    public static void putBytes(ByteBuffer buffer, byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    /**
     * What {@link #putBytes} has written.
     *
     * @throws NotSerializableException if there are fewer bytes than the length says
     */
    public static byte[] getBytes(ByteBuffer buffer) throws NotSerializableException {
        return getBytes(buffer, buffer.getInt());
    }

    private static byte[] getBytes(ByteBuffer buffer, int length) throws NotSerializableException {
        if (length < 0 || length > buffer.remaining()) {
            throw new NotSerializableException(
                    "a length of " + length + " where " + buffer.remaining() + " bytes remain");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    /** The UTF-8 of a text, as {@link #putBytes}. */
    public static void putText(ByteBuffer buffer, String text) {
        putBytes(buffer, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What {@link #putText} has written.
     *
     * @throws NotSerializableException if there are fewer bytes than the length says
     */
    public static String getText(ByteBuffer buffer) throws NotSerializableException {
        return new String(getBytes(buffer), StandardCharsets.UTF_8);
    }

    /**
     * A text as {@link java.io.DataOutput#writeUTF} has it, whatever the order of the buffer: a 16-bit length and modified UTF-8.
     *
     * @throws IllegalArgumentException if it takes more than 65535 bytes
     */
    public static void putUtf(ByteBuffer buffer, String text) {
        int length = utfBytes(text);
        if (length > LONGEST_UTF_BYTES) {
            throw new IllegalArgumentException("a text of " + length + " bytes, more than " + LONGEST_UTF_BYTES);
        }
        buffer.put((byte) (length >> Byte.SIZE)).put((byte) length);
        for (int i = 0; i < text.length(); i++) {
            char code = text.charAt(i);
            if (code >= 1 && code <= 0x7f) {
                buffer.put((byte) code);
            } else if (code <= 0x7ff) {
                buffer.put((byte) (0xc0 | (code >> 6))).put((byte) (0x80 | (code & 0x3f)));
            } else {
                buffer.put((byte) (0xe0 | (code >> 12)))
                        .put((byte) (0x80 | ((code >> 6) & 0x3f)))
                        .put((byte) (0x80 | (code & 0x3f)));
            }
        }
    }

    /** Bytes that {@link #putUtf} takes for a text, without the length. */
    public static int utfBytes(String text) {
        return text.chars()
                .map(character -> character >= 1 && character <= 0x7f ? 1 : character <= 0x7ff ? 2 : 3)
                .sum();
    }

    /**
     * What {@link #putUtf} has written.
     *
     * @throws NotSerializableException if there are fewer bytes than the length says, or they are no modified UTF-8
     */
    public static String getUtf(ByteBuffer buffer) throws NotSerializableException {
        int at = buffer.position();
        int length = Short.BYTES + (((buffer.get() & 0xff) << Byte.SIZE) | (buffer.get() & 0xff));
        byte[] bytes = getBytes(buffer.position(at), length);
        try {
            return new DataInputStream(new ByteArrayInputStream(bytes)).readUTF();
        } catch (IOException broken) {
            throw refusal("a text that is none: " + broken, broken);
        }
    }

    /** 0 or 1. */
    public static void putFlag(ByteBuffer buffer, boolean flag) {
        buffer.put((byte) (flag ? 1 : 0));
    }

    /**
     * What {@link #putFlag} has written.
     *
     * @throws NotSerializableException if it is neither 0 nor 1
     */
    public static boolean getFlag(ByteBuffer buffer) throws NotSerializableException {
        byte flag = buffer.get();
        if (flag != 0 && flag != 1) {
            throw new NotSerializableException("a flag of " + flag);
        }
        return flag == 1;
    }

    /** Milliseconds, -1 without a duration. What is out of range stays so, and is refused where it arrives. */
    public static void putDuration(ByteBuffer buffer, Optional<Duration> duration) {
        buffer.putLong(duration.isPresent() ? millis(duration.get()) : NO_DURATION);
    }

    private static long millis(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) < 0 ? duration.toMillis() : LONGEST.toMillis();
    }

    /** What {@link #putDuration} has written. */
    public static Optional<Duration> getDuration(ByteBuffer buffer) {
        long millis = buffer.getLong();
        return millis == NO_DURATION ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /** A 32-bit count and so many elements. */
    public static <T> void putList(ByteBuffer buffer, List<T> list, FieldWriter<? super T> element) {
        buffer.putInt(list.size());
        for (T value : list) {
            element.write(buffer, value);
        }
    }

    /**
     * What {@link #putList} has written.
     *
     * @param leastBytes that an element takes
     * @throws NotSerializableException if there is no room for as many elements as the count says
     */
    public static <T> List<T> getList(ByteBuffer buffer, int leastBytes, FieldReader<? extends T> element)
            throws NotSerializableException {
        return getList(buffer, buffer.getInt(), leastBytes, element);
    }

    /**
     * Elements whose count has been read before.
     *
     * @param leastBytes that an element takes
     * @throws NotSerializableException if there is no room for as many elements as the count says
     */
    public static <T> List<T> getList(ByteBuffer buffer, int count, int leastBytes, FieldReader<? extends T> element)
            throws NotSerializableException {
        if (count < 0 || count > buffer.remaining() / leastBytes) {
            throw new NotSerializableException(count + " elements where " + buffer.remaining() + " bytes remain");
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.read(buffer));
        }
        return list;
    }

    /** What Pekko drops a message for. */
    public static NotSerializableException refusal(String why, Exception cause) {
        NotSerializableException refusal = new NotSerializableException(why);
        refusal.initCause(cause);
        return refusal;
    }
}

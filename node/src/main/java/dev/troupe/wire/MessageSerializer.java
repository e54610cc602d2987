package dev.troupe.wire;

import java.io.NotSerializableException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What Pekko calls to have messages written and read. A message is a format byte and its fields, which its {@link Row} describes. One that
 * cannot be read, of another format or an unknown manifest, that ends too soon or too late, is refused as not serializable, which drops it
 * and nothing else.
 */
public abstract class MessageSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    /** No message without values, keys or lists is expected to take more. */
    protected static final int SMALL_BYTES = 2048;

    private final int identifier;
    private final byte format;
    private final ByteOrder order;
    private final Row<?>[] rows;

    /**
     * How messages of a type are written and read.
     *
     * @param sizeBytes that a message is expected to take; where it takes more it is written again
     */
    public record Row<T>(
            String manifest,
            Class<T> type,
            FieldWriter<? super T> writer,
            FieldReader<? extends T> reader,
            ToIntFunction<? super T> sizeBytes) {}

    /**
     * A serializer of these messages.
     *
     * @param identifier by which Pekko knows it on every node
     * @param format that is written, and the only one that is read
     * @param order of the bytes of a number
     * @param rows each for other messages; the first are found soonest
     */
    protected MessageSerializer(int identifier, int format, ByteOrder order, List<Row<?>> rows) {
        this.identifier = identifier;
        this.format = (byte) format;
        this.order = order;
        this.rows = rows.toArray(new Row<?>[0]);
    }

    /** Small messages. */
    protected static <T> Row<T> row(
            String manifest, Class<T> type, FieldWriter<? super T> writer, FieldReader<? extends T> reader) {
        return new Row<>(manifest, type, writer, reader, message -> SMALL_BYTES);
    }

    /** Messages that are not small, or well known to be smaller. */
    protected static <T> Row<T> row(
            String manifest,
            Class<T> type,
            FieldWriter<? super T> writer,
            FieldReader<? extends T> reader,
            ToIntFunction<? super T> sizeBytes) {
        return new Row<>(manifest, type, writer, reader, sizeBytes);
    }

    @Override
    public final int identifier() {
        return identifier;
    }

    @Override
    public final String manifest(Object message) {
        return rowOf(message).manifest();
    }

    @Override
    public final byte[] toBinary(Object message) {
        Row<?> row = rowOf(message);
        int sizeBytes = sizeBytes(row, message);
        while (true) {
            try {
                ByteBuffer buffer = ByteBuffer.allocate(sizeBytes).order(order);
                write(row, buffer, message);
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException tooSmall) {
                sizeBytes = Math.max(SMALL_BYTES, Math.multiplyExact(sizeBytes, 2));
            }
        }
    }

    @Override
    public final void toBinary(Object message, ByteBuffer buffer) {
        ByteOrder others = buffer.order();
        buffer.order(order);
        try {
            write(rowOf(message), buffer, message);
        } finally {
            buffer.order(others);
        }
    }

    @Override
    public final Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public final Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        ByteOrder others = buffer.order();
        buffer.order(order);
        try {
            return read(buffer, manifest);
        } catch (RuntimeException broken) {
            throw Wire.refusal("message " + manifest + " is broken: " + broken, broken);
        } finally {
            buffer.order(others);
        }
    }

    private Object read(ByteBuffer buffer, String manifest) throws NotSerializableException {
        byte found = buffer.get();
        if (found != format) {
            throw new NotSerializableException(
                    "format " + found + " of message " + manifest + ", this node reads " + format);
        }
        Object message = rowNamed(manifest).reader().read(buffer);
        if (buffer.hasRemaining()) {
            throw new NotSerializableException(
                    "message " + manifest + " with " + buffer.remaining() + " bytes behind its end");
        }
        return message;
    }

    @SuppressWarnings("unchecked") // it is of the type of the row
    private <T> void write(Row<T> row, ByteBuffer buffer, Object message) {
        row.writer().write(buffer.put(format), (T) message);
    }

    @SuppressWarnings("unchecked") // it is of the type of the row
    private static <T> int sizeBytes(Row<T> row, Object message) {
        return row.sizeBytes().applyAsInt((T) message);
    }

    private Row<?> rowOf(Object message) {
        for (Row<?> row : rows) {
            if (row.type().isInstance(message)) {
                return row;
            }
        }
        throw new IllegalArgumentException("not a message that crosses nodes: " + message.getClass());
    }

    private Row<?> rowNamed(String manifest) throws NotSerializableException {
        for (Row<?> row : rows) {
            if (row.manifest().equals(manifest)) {
                return row;
            }
        }
        throw new NotSerializableException("unknown message " + manifest);
    }
}

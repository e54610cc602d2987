package dev.troupe.wire;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Values of several types, told apart by a byte before their fields. Each type is described once, by a {@link Case}; the first cases are
 * found soonest.
 */
public final class Union<T> {
    private final String what;
    private final Case<?>[] cases;
    private final Case<?>[] byTag = new Case<?>[Byte.MAX_VALUE + 1];

    /** One of the types, which nothing extends. */
    public record Case<T>(byte tag, Class<?> type, FieldWriter<T> writer, FieldReader<T> reader) {}

    private Union(String what, List<? extends Case<?>> cases) {
        this.what = what;
        this.cases = cases.toArray(new Case<?>[0]);
        for (Case<?> one : cases) {
            if (byTag[one.tag()] != null) {
                throw new IllegalArgumentException("two kinds of " + what + " with tag " + one.tag());
            }
            byTag[one.tag()] = one;
        }
    }

    /**
     * A union of these cases.
     *
     * @param what its values are called where one is refused
     * @throws IllegalArgumentException if two have the same tag
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the list is only read
    public static <T> Union<T> of(String what, Case<? extends T>... cases) {
        return new Union<>(what, List.of(cases));
    }

    /** A type with fields, and its tag, at least 0. */
    public static <T> Case<T> tagged(int tag, Class<T> type, FieldWriter<T> writer, FieldReader<T> reader) {
        return new Case<>((byte) tag, type, writer, reader);
    }

    /** A type with one value and no fields, and its tag, at least 0. */
    public static <T> Case<T> only(int tag, T value) {
        return new Case<>((byte) tag, value.getClass(), (buffer, same) -> {}, buffer -> value);
    }

    /**
     * Writes the tag of a value and its fields.
     *
     * @throws IllegalArgumentException if it is of none of the types
     */
    public void write(ByteBuffer buffer, T value) {
        Class<?> type = value.getClass();
        for (Case<?> one : cases) {
            if (one.type() == type) {
                buffer.put(one.tag());
                write(one, buffer, value);
                return;
            }
        }
        throw new IllegalArgumentException("no " + what + ": " + type);
    }

    @SuppressWarnings("unchecked") // it is of the type of the case
    private static <V> void write(Case<V> one, ByteBuffer buffer, Object value) {
        one.writer().write(buffer, (V) value);
    }

    /**
     * The value that is there.
     *
     * @throws NotSerializableException if its tag is unknown, or what follows are not its fields
     */
    @SuppressWarnings("unchecked") // only cases of subtypes are in it
    public T read(ByteBuffer buffer) throws NotSerializableException {
        byte tag = buffer.get();
        Case<?> one = tag < 0 ? null : byTag[tag];
        if (one == null) {
            throw new NotSerializableException("unknown " + what + " " + tag);
        }
        return (T) one.reader().read(buffer);
    }
}

package dev.troupe.wire;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/** Reads the fields of one type. */
@FunctionalInterface
public interface FieldReader<T> {
    /**
     * The value whose fields are there.
     *
     * @throws NotSerializableException if that is not what is there
     * @throws RuntimeException if it ends too soon, or the type does not take a value
     */
    T read(ByteBuffer buffer) throws NotSerializableException;
}

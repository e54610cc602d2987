package dev.troupe.wire;

import java.nio.ByteBuffer;

/** Writes the fields of one type. */
@FunctionalInterface
public interface FieldWriter<T> {
    /** @throws java.nio.BufferOverflowException if there is no room for it */
    void write(ByteBuffer buffer, T value);
}

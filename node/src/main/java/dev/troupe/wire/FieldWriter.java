package dev.troupe.wire;

import java.nio.ByteBuffer;

/** Writes the fields of one type. */
@FunctionalInterface
public interface FieldWriter<T> {
    /**
     * Writes them all.
     *
     * @throws java.nio.BufferOverflowException if there is no room for them
     */
    void write(ByteBuffer buffer, T value);
}

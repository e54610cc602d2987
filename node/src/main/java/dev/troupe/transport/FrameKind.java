package dev.troupe.transport;

import dev.troupe.wire.FieldReader;
import dev.troupe.wire.FieldWriter;

/**
 * A kind of message that travels in batches.
 *
 * @param number by which every node knows it; never used for another kind
 */
public record FrameKind<T>(byte number, FieldWriter<? super T> writer, FieldReader<? extends T> reader) {
    /** A kind with a number from 0 to 127. */
    public static <T> FrameKind<T> of(int number, FieldWriter<? super T> writer, FieldReader<? extends T> reader) {
        return new FrameKind<>((byte) number, writer, reader);
    }
}

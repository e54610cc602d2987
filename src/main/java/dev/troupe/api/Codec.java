package dev.troupe.api;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Two functions that undo each other.
 *
 * @param <A> the form that the caller uses
 * @param <B> the form that is stored, usually bytes
 */
public interface Codec<A, B> {
    /** Text as its UTF-8 bytes. */
    Codec<String, byte[]> UTF8 =
            of(text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));

    /** Bytes as they stand. */
    Codec<byte[], byte[]> BYTES = of(bytes -> bytes, bytes -> bytes);

    /** A whole number of 64 bits as decimal text, which is what counters are stored as. */
    Codec<Long, byte[]> INT64 = of(
            number -> Long.toString(number).getBytes(StandardCharsets.US_ASCII),
            bytes -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));

    /**
     * From the caller's form to the stored one.
     *
     * @param value the caller's form
     * @return the stored form
     */
    B encode(A value);

    /**
     * From the stored form to the caller's; whatever it throws, the value is {@link Undecodable}.
     *
     * @param stored what is in the cache
     * @return the caller's form
     */
    A decode(B stored);

    /**
     * A codec of two functions.
     *
     * @param <A> the form that the caller uses
     * @param <B> the form that is stored
     * @param encode to the stored form
     * @param decode to the caller's form
     * @return the codec
     */
    static <A, B> Codec<A, B> of(Function<? super A, ? extends B> encode, Function<? super B, ? extends A> decode) {
        return new Codec<>() {
            @Override
            public B encode(A value) {
                return encode.apply(value);
            }

            @Override
            public A decode(B stored) {
                return decode.apply(stored);
            }
        };
    }
}

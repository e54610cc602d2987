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

    /** From the caller's form to the stored one. */
    B encode(A value);

    /** From the stored form to the caller's. */
    A decode(B stored);

    /** A codec of two functions. */
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

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

    /** Bytes as they stand; stored is a copy. */
    Codec<byte[], byte[]> BYTES = new Codec<>() {
        @Override
        public byte[] encode(byte[] value) {
            return value.clone();
        }

        @Override
        public byte[] decode(byte[] stored) {
            return stored;
        }

        @Override
        public byte[] snapshot(byte[] value) {
            return value.clone();
        }
    };

    /** A whole number of 64 bits as decimal text, which is what counters are stored as. */
    Codec<Long, byte[]> INT64 = of(
            number -> Long.toString(number).getBytes(StandardCharsets.US_ASCII),
            bytes -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));

    /**
     * From the caller's form to the stored one; whatever it throws is the failure of the call. Called before the call of the cache returns,
     * but for what a loader or a computation makes.
     *
     * @param value the caller's form
     * @return the stored form, not null; an array belongs to the cache from then on, so it is a new one each time and no buffer that is used
     *     again
     */
    B encode(A value);

    /**
     * From the stored form to the caller's; whatever it throws, the value is {@link Undecodable}.
     *
     * @param stored what is in the cache; an array that nobody else has, so the caller's form may be made of it
     * @return the caller's form, not null
     */
    A decode(B stored);

    /**
     * A value as it is now, for use after the call of the cache has returned: a key is handed to a loader, and encoded again for each try of
     * a computation. As it stands it is the value itself, which is right where values do not change.
     *
     * @param value the caller's form
     * @return the same, which nobody changes
     */
    default A snapshot(A value) {
        return value;
    }

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

package dev.troupe.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A seeded 64-bit hash of keys: SipHash-1-3 (Aumasson and Bernstein, 2012, with one round a word and three at the end).
 * Nobody who does not know the seed can aim keys at one place of the index. Immutable.
 */
final class KeyHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long v0;
    private final long v1;
    private final long v2;
    private final long v3;

    KeyHash(long seed) {
        this(mix(seed + 0x9e3779b97f4a7c15L), mix(seed + 0x3c6ef372fe94f82aL));
    }

    /** The hash under a key of 128 bits. */
    KeyHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    long of(byte[] key) {
        return of(key, 0, key.length);
    }

    /** Hash of {@code length} bytes from {@code from}. */
    long of(byte[] bytes, int from, int length) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        int tail = from + (length & ~7);
        for (int at = from; at <= tail; at += 8) {
            long word = at < tail ? (long) LONGS.get(bytes, at) : lastWord(bytes, at, length);
            d ^= word;
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32) + d;
            c += b;
            d = Long.rotateLeft(d, 21) ^ a;
            b = Long.rotateLeft(b, 17) ^ c;
            c = Long.rotateLeft(c, 32);
            a ^= word;
        }
        c ^= 0xff;
        for (int round = 0; round < 3; round++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32) + d;
            c += b;
            d = Long.rotateLeft(d, 21) ^ a;
            b = Long.rotateLeft(b, 17) ^ c;
            c = Long.rotateLeft(c, 32);
        }
        return a ^ b ^ c ^ d;
    }

    /** The bytes after the last whole word, with the length on top. */
    private static long lastWord(byte[] bytes, int at, int length) {
        long word = (long) length << 56;
        for (int i = (length & 7) - 1; i >= 0; i--) {
            word |= (bytes[at + i] & 0xffL) << (8 * i);
        }
        return word;
    }

    private static long mix(long seed) {
        long x = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}

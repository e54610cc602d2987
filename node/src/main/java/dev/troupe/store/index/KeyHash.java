package dev.troupe.store.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A seeded 64-bit hash of keys: SipHash-1-3 (Aumasson and Bernstein, 2012, with one round a word and three at the end).
 * Nobody who does not know the seed can aim keys at one place of the index. Immutable.
 */
public final class KeyHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    public KeyHash(long seed) {
        this(mix(seed + 0x9e3779b97f4a7c15L), mix(seed + 0x3c6ef372fe94f82aL));
    }

    /** The hash under a key of 128 bits. */
    public KeyHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    public long of(byte[] key) {
        return of(key, 0, key.length);
    }

    /** Hash of {@code length} bytes from {@code from}. */
    public long of(byte[] bytes, int from, int length) {
        Rounds rounds = new Rounds(k0, k1);
        // The first words without a loop: what has to be set up for one costs as much as a round.
        if (length >= 8) {
            rounds.word((long) LONGS.get(bytes, from));
        }
        if (length >= 16) {
            rounds.word((long) LONGS.get(bytes, from + 8));
        }
        for (int i = 16; i + 8 <= length; i += 8) {
            rounds.word((long) LONGS.get(bytes, from + i));
        }
        rounds.word(lastWord(bytes, from, length));
        return rounds.end();
    }

    /** Hash of {@code length} bytes of a little-endian buffer. */
    public long of(ByteBuffer bytes, int from, int length) {
        Rounds rounds = new Rounds(k0, k1);
        for (int i = 0; i + 8 <= length; i += 8) {
            rounds.word(bytes.getLong(from + i));
        }
        rounds.word(lastWord(bytes, from, length));
        return rounds.end();
    }

    private static long lastWord(ByteBuffer bytes, int from, int length) {
        long word = (long) length << 56;
        if (length >= 8) {
            return word | (bytes.getLong(from + length - 8) >>> 8 >>> (56 - 8 * (length & 7)));
        }
        for (int i = 0; i < length; i++) {
            word |= (bytes.get(from + i) & 0xffL) << (8 * i);
        }
        return word;
    }

    /** The bytes after the last whole word, with the length on top. */
    private static long lastWord(byte[] bytes, int from, int length) {
        long word = (long) length << 56;
        if (length >= 8) {
            // Read together with those before them, so that it takes no loop.
            return word | ((long) LONGS.get(bytes, from + length - 8) >>> 8 >>> (56 - 8 * (length & 7)));
        }
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xffL) << (8 * i);
        }
        return word;
    }

    private static long mix(long seed) {
        long x = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    /** The state of the hash; the compiler keeps it in registers. */
    private static final class Rounds {
        private long a;
        private long b;
        private long c;
        private long d;

        Rounds(long k0, long k1) {
            a = k0 ^ 0x736f6d6570736575L;
            b = k1 ^ 0x646f72616e646f6dL;
            c = k0 ^ 0x6c7967656e657261L;
            d = k1 ^ 0x7465646279746573L;
        }

        void word(long word) {
            d ^= word;
            round();
            a ^= word;
        }

        long end() {
            c ^= 0xff;
            round();
            round();
            round();
            return a ^ b ^ c ^ d;
        }

        private void round() {
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
    }
}

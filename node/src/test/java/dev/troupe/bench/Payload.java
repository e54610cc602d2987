package dev.troupe.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Sizes of the entries of a run and the bytes made from an entry's number, the same in every run.
 *
 * @param keyBytes at least 8, so that keys differ
 * @param valueBytes the mean where sizes vary
 */
record Payload(int keyBytes, int valueBytes) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Reads {@code "36/224"}. */
    static Payload parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not KEY/VALUE bytes: " + text);
        }
        Payload payload = new Payload(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        if (payload.keyBytes < 8 || payload.keyBytes > 512 || payload.valueBytes < 0) {
            throw new IllegalArgumentException("keys take 8 to 512 bytes, values at least 0: " + text);
        }
        return payload;
    }

    /** A new key for entry {@code number}. */
    byte[] key(long number) {
        byte[] key = new byte[keyBytes];
        writeKey(number, key);
        return key;
    }

    /** Writes the key of entry {@code number} over the whole of {@code key}. */
    static void writeKey(long number, byte[] key) {
        LONG.set(key, 0, mix(number));
        int at = Long.BYTES;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            LONG.set(key, at, mix(number + at));
        }
        for (; at < key.length; at++) {
            key[at] = (byte) (number >>> (at & 7));
        }
    }

    /** A value length for entry {@code number} in {@code round}, uniform within a quarter around the mean. */
    int lengthWithinQuarter(long number, int round) {
        int spread = valueBytes / 2;
        return valueBytes - spread / 2 + (int) Long.remainderUnsigned(mix(number * 31 + round), spread + 1L);
    }

    /** Bytes of a key and a value together. */
    int bytes() {
        return keyBytes + valueBytes;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): one to one, so that different numbers give different keys. */
    static long mix(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d/%d", keyBytes, valueBytes);
    }
}

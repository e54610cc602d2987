package dev.troupe.placement;

/**
 * The slot of a key: CRC16 of the key, or of its hash tag, modulo {@link #COUNT}, as in the Redis cluster specification
 * ("Key distribution model" and "Hash tags"). Unseeded on purpose, so that clients compute it too.
 */
public final class Slots {
    /** Slots there are. */
    public static final int COUNT = 16384;

    /** x^16 + x^12 + x^5 + 1 without its highest term. */
    private static final int POLYNOMIAL = 0x1021;

    private static final char[] TABLE = table();

    private Slots() {}

    /** The slot of a key, 0 to {@link #COUNT} - 1. */
    public static int of(byte[] key) {
        int open = indexOf(key, '{', 0);
        if (open < key.length) {
            int close = indexOf(key, '}', open + 1);
            if (close < key.length && close > open + 1) {
                return crc16(key, open + 1, close) % COUNT;
            }
        }
        return crc16(key, 0, key.length) % COUNT;
    }

    /** CRC-16/XMODEM (initial value 0, not reflected) of the bytes from one index to before another. */
    static int crc16(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int at = from; at < to; at++) {
            crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >>> 8) ^ (bytes[at] & 0xff)];
        }
        return crc;
    }

    private static int indexOf(byte[] key, char wanted, int from) {
        int at = from;
        while (at < key.length && key[at] != wanted) {
            at++;
        }
        return at;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[value] = (char) crc;
        }
        return table;
    }
}

package dev.troupe.bench;

import java.util.Arrays;

/** A byte array as a map key, as small as Java allows: 16 bytes beside the array. */
final class Key {
    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}

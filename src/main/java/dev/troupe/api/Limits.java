package dev.troupe.api;

/**
 * The sizes that are accepted.
 *
 * @param maxKeyBytes longest key, 1 to 512 bytes
 * @param maxValueBytes longest value, 1 byte to 16 MiB
 */
public record Limits(int maxKeyBytes, int maxValueBytes) {
    /** No setting allows longer keys than this. */
    public static final int LONGEST_KEY_BYTES = 512;
    /** No setting allows longer values than this. */
    public static final int LONGEST_VALUE_BYTES = 16 << 20;

    /**
     * @param maxKeyBytes longest key, 1 to 512 bytes
     * @param maxValueBytes longest value, 1 byte to 16 MiB
     * @throws IllegalArgumentException if one is out of range
     */
    public Limits {
        check("maxKeyBytes", maxKeyBytes, LONGEST_KEY_BYTES);
        check("maxValueBytes", maxValueBytes, LONGEST_VALUE_BYTES);
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " must be between 1 and " + most + ", got " + value);
        }
    }
}

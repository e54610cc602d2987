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
        Ranges.check("maxKeyBytes", maxKeyBytes, 1, LONGEST_KEY_BYTES);
        Ranges.check("maxValueBytes", maxValueBytes, 1, LONGEST_VALUE_BYTES);
    }
}

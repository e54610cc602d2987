package dev.troupe.api;

import java.time.Duration;

/** Bounds of what callers give. Checked where it comes in, so that no arithmetic with it can overflow further in. */
public final class Ranges {
    private static final long SECONDS_PER_DAY = 86_400;

    private Ranges() {}

    /**
     * Checks a time.
     *
     * @param what names it to people
     * @param value not null
     * @param least of the range
     * @param most of the range
     * @throws IllegalArgumentException naming the range if the value is not in it
     */
    public static void check(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    what + " must be between " + text(least) + " and " + text(most) + ", got " + text(value));
        }
    }

    /**
     * Checks a number.
     *
     * @param what names it to people
     * @param value any
     * @param least of the range
     * @param most of the range
     * @throws IllegalArgumentException naming the range if the value is not in it
     */
    public static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be between " + least + " and " + most + ", got " + value);
        }
    }

    /** In the largest unit of which it is a whole number; as ISO 8601 has it if that is less than a millisecond or tells little. */
    private static String text(Duration time) {
        long seconds = time.getSeconds();
        int nanos = time.getNano();
        if (nanos != 0 || seconds == 0) {
            boolean isWhole = nanos % 1_000_000 == 0 && seconds > -SECONDS_PER_DAY && seconds < SECONDS_PER_DAY;
            return isWhole ? time.toMillis() + " ms" : time.toString();
        }
        if (seconds % SECONDS_PER_DAY == 0 && seconds != SECONDS_PER_DAY) {
            return seconds / SECONDS_PER_DAY + " days";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}

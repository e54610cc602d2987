package dev.troupe.api;

import java.time.Duration;

/** Bounds of what callers give. Checked where it comes in, so that no arithmetic with it can overflow further in. */
public final class Ranges {
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
                    what + " must be between " + text(least) + " and " + text(most) + ", got " + value);
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

    private static String text(Duration bound) {
        if (bound.toDays() > 0) {
            return bound.toDays() + " days";
        }
        return bound.toSeconds() > 0 ? bound.toSeconds() + " s" : bound.toMillis() + " ms";
    }
}

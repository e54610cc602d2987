package dev.troupe.http.message;

import dev.troupe.api.CacheSpec;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as clients write it: a whole number and one of {@code ms s m h d}. */
public final class TtlParameter {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private TtlParameter() {}

    /**
     * Reads a duration.
     *
     * @param what name of the parameter, for the error
     * @throws Refused unless it is of the form and between 1 ms and 3650 days
     */
    public static Duration parse(String what, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(what);
        }
        long count = Long.parseLong(matcher.group(1));
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(matcher.group(2)) && count <= Long.MAX_VALUE / UNIT_MILLIS[unit]) {
                return checked(what, Duration.ofMillis(count * UNIT_MILLIS[unit]));
            }
        }
        throw refused(what);
    }

    /**
     * Reads a number of whole seconds.
     *
     * @throws Refused unless it is between 1 second and 3650 days
     */
    public static Duration parseSeconds(String what, String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw refused(what);
        }
        return checked(what, Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Writes a duration in the largest unit that leaves nothing over; parts of a millisecond are dropped. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (millis != 0 && millis % UNIT_MILLIS[unit] == 0) {
                return millis / UNIT_MILLIS[unit] + UNITS[unit];
            }
        }
        return "0ms";
    }

    private static Duration checked(String what, Duration duration) {
        if (duration.isZero() || duration.compareTo(CacheSpec.LONGEST_TTL) > 0) {
            throw refused(what);
        }
        return duration;
    }

    private static Refused refused(String what) {
        return new Refused(
                ProblemType.BAD_PARAMETER,
                what + " must be a whole number with a unit, like 500ms, 30s, 5m, 2h or 1d (max-age: seconds),"
                        + " from 1ms to 3650d");
    }
}

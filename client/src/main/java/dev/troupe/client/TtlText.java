package dev.troupe.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the HTTP contract writes them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
public final class TtlText {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

    private TtlText() {}

    /**
     * The duration that a text says.
     *
     * @throws IllegalArgumentException if it is none, zero or longer than ten years
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration: write 500ms, 30s, 5m, 2h or 1d");
        }
        long count = Long.parseLong(matcher.group(1));
        long unitMillis = unitMillis(matcher.group(2));
        if (count == 0 || count > Duration.ofDays(3650).toMillis() / unitMillis) {
            throw new IllegalArgumentException("'" + text + "' is not between 1ms and 3650d");
        }
        return Duration.ofMillis(count * unitMillis);
    }

    /** A duration in whole seconds if it is that, else in milliseconds. */
    public static String format(Duration value) {
        long millis = value.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}

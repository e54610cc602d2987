package dev.troupe.http.entry;

import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.TtlParameter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code max-age} directive of a {@code Cache-Control} header on a put. */
public final class MaxAge {
    private static final String DIRECTIVE = "max-age";

    private MaxAge() {}

    /**
     * The time to live that the header lines ask for; other directives are left alone.
     *
     * @throws Refused if the directive is there twice, has no number, or the number is out of range
     */
    public static Optional<Duration> of(List<String> lines) {
        Optional<Duration> found = Optional.empty();
        for (String line : lines) {
            for (String directive : line.split(",", -1)) {
                String text = directive.strip();
                int equals = text.indexOf('=');
                String name = equals < 0 ? text : text.substring(0, equals).strip();
                if (name.toLowerCase(Locale.ROOT).equals(DIRECTIVE)) {
                    if (found.isPresent()) {
                        throw new Refused(ProblemType.BAD_PARAMETER, "Cache-Control names max-age twice");
                    }
                    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
                    found = Optional.of(TtlParameter.parseSeconds(DIRECTIVE, value));
                }
            }
        }
        return found;
    }
}

package dev.troupe.http.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a request, each at most once. */
public final class Query {
    private static final Query NONE = new Query(Map.of());

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a query.
     *
     * @param known the names that mean something on this route
     * @throws Refused if a parameter is unknown, there twice, has no value or is not well encoded
     */
    public static Query parse(String raw, Set<String> known) {
        return parse(raw, known, Set.of());
    }

    /** The same where the value of some may be empty. */
    public static Query parse(String raw, Set<String> known, Set<String> mayBeEmpty) {
        if (raw.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!known.contains(name)) {
                throw new Refused(
                        ProblemType.BAD_PARAMETER,
                        "unknown parameter; known here: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            String value = equals < 0 ? "" : PercentText.utf8(PercentText.bytes(pair.substring(equals + 1)));
            if (value.isEmpty() && !mayBeEmpty.contains(name)) {
                throw new Refused(ProblemType.BAD_PARAMETER, name + " has no value");
            }
            if (values.put(name, value) != null) {
                throw new Refused(ProblemType.BAD_PARAMETER, name + " is given twice");
            }
        }
        return new Query(values);
    }

    /**
     * Looks at the query of a route that knows no parameter.
     *
     * @throws Refused if there is one
     */
    public static void checkEmpty(String raw) {
        if (!raw.isEmpty()) {
            throw new Refused(ProblemType.BAD_PARAMETER, "no parameter is known here");
        }
    }

    /** The value of a parameter, if it is there. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}

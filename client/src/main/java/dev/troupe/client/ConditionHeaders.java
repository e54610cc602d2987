package dev.troupe.client;

import dev.troupe.api.Condition;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition as {@code If-Match} and {@code If-None-Match} (RFC 9110, section 13). Every condition can be said: of two
 * that would need the same header, the narrower set is sent.
 */
final class ConditionHeaders {
    private boolean mustExist;
    private boolean mustBeAbsent;
    private @Nullable Set<Long> amongst;
    private final Set<Long> noneOf = new LinkedHashSet<>();

    private ConditionHeaders() {}

    /** The headers of a condition, at most one of each. */
    static Map<String, String> of(Condition condition) {
        ConditionHeaders headers = new ConditionHeaders();
        headers.add(condition);
        return headers.asMap();
    }

    private void add(Condition condition) {
        if (condition instanceof Condition.Both both) {
            add(both.first());
            add(both.second());
        } else if (condition instanceof Condition.VersionIn versions) {
            addVersions(versions);
        } else {
            mustExist |= condition == Condition.Presence.PRESENT;
            mustBeAbsent |= condition == Condition.Presence.ABSENT;
        }
    }

    private void addVersions(Condition.VersionIn condition) {
        List<Long> versions = condition.versions();
        if (!condition.member()) {
            noneOf.addAll(versions);
        } else if (amongst == null) {
            amongst = new LinkedHashSet<>(versions);
        } else {
            amongst.retainAll(versions);
        }
    }

    private Map<String, String> asMap() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (amongst != null) {
            // No entry ever has this version, so an empty set stays unsatisfiable.
            headers.put("If-Match", amongst.isEmpty() ? EntityTag.quoted(Condition.NO_ENTRY) : quoted(amongst));
        } else if (mustExist) {
            headers.put("If-Match", "*");
        }
        if (mustBeAbsent) {
            headers.put("If-None-Match", "*");
        } else if (!noneOf.isEmpty()) {
            headers.put("If-None-Match", quoted(noneOf));
        }
        return headers;
    }

    private static String quoted(Set<Long> versions) {
        return versions.stream().map(EntityTag::quoted).collect(Collectors.joining(", "));
    }
}

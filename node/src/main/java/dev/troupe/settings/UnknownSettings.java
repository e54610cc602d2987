package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses settings under {@code troupe} that nobody reads, with the nearest one that somebody does. */
final class UnknownSettings {
    private static final List<String> OF_A_CACHE =
            List.of("ttl", "max-ttl", "idle", "max-bytes", "replication", "eviction", "read-from");
    private static final String CACHES = "troupe.caches";

    private UnknownSettings() {}

    /**
     * Compares what is given with what there is.
     *
     * @param known the defaults, where every setting has a value
     * @throws SettingsException for the first one that is unknown
     */
    static void refuse(Config given, Config known) {
        compare("troupe", section("troupe", given.root().get("troupe")), known.getObject("troupe"));
    }

    private static void compare(String path, ConfigObject given, ConfigObject known) {
        for (Map.Entry<String, ConfigValue> setting : given.entrySet()) {
            String here = path + "." + setting.getKey();
            ConfigValue counterpart = known.get(setting.getKey());
            if (counterpart == null) {
                throw unknown(here, setting.getKey(), known.keySet());
            }
            if (here.equals(CACHES)) {
                section(here, setting.getValue()).forEach(UnknownSettings::checkCache);
            } else if (counterpart instanceof ConfigObject object) {
                compare(here, section(here, setting.getValue()), object);
            }
        }
    }

    private static void checkCache(String name, ConfigValue spec) {
        String path = CACHES + "." + name;
        if (!(spec instanceof ConfigObject settings)) {
            throw SettingsException.of(path, spec.unwrapped(), "a cache is a section such as { ttl = 30s }");
        }
        for (String key : settings.keySet()) {
            if (!OF_A_CACHE.contains(key)) {
                throw unknown(path + "." + key, key, OF_A_CACHE);
            }
        }
    }

    private static ConfigObject section(String path, @Nullable ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return object;
        }
        throw SettingsException.of(
                path, value == null ? "null" : String.valueOf(value.unwrapped()), "it is a section, not a value");
    }

    private static SettingsException unknown(String path, String key, Collection<String> candidates) {
        List<String> ranked = new ArrayList<>(candidates);
        ranked.sort(Comparator.comparingInt(candidate -> distance(key, candidate)));
        String advice = !ranked.isEmpty() && distance(key, ranked.get(0)) <= Math.max(2, key.length() / 3)
                ? "did you mean '" + ranked.get(0) + "'?"
                : "known here: "
                        + String.join(", ", candidates.stream().sorted().toList());
        return new SettingsException("there is no setting " + path + ": " + advice);
    }

    /** Edit distance of two short texts (Levenshtein). */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}

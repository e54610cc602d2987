package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the settings of an application differ from what {@code troupe-pekko.conf} recommends. */
public final class PekkoDifferences {
    private PekkoDifferences() {}

    /** Each key with the application's value and the recommended one, by key. */
    public static List<String> of(Config application) {
        Map<String, ConfigValue> recommended = new TreeMap<>();
        ConfigFactory.parseResources("troupe-pekko.conf")
                .resolve()
                .entrySet()
                .forEach(entry -> recommended.put(entry.getKey(), entry.getValue()));
        return recommended.entrySet().stream()
                .filter(entry -> !text(application, entry.getKey()).equals(text(entry.getValue())))
                .map(entry -> entry.getKey() + " = " + text(application, entry.getKey()) + " (" + text(entry.getValue())
                        + ")")
                .toList();
    }

    private static String text(Config application, String key) {
        return application.hasPath(key) ? text(application.getValue(key)) : "not set";
    }

    /** {@code 1s} and {@code 1 s} are one, as are {@code on} and {@code true}. */
    private static String text(ConfigValue value) {
        String text = String.valueOf(value.unwrapped()).replace(" ", "");
        return switch (text) {
            case "on" -> "true";
            case "off" -> "false";
            default -> text;
        };
    }
}

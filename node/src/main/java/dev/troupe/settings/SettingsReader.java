package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads settings below one path and refuses what is out of range, naming path, value and range. */
public final class SettingsReader {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?[0-9])\\s*%");
    private static final long MIB = 1 << 20;

    private final Config config;
    private final String root;

    SettingsReader(Config config, String root) {
        this.config = config;
        this.root = root;
    }

    /** The same settings from further down. */
    SettingsReader at(String path) {
        return new SettingsReader(config, pathOf(path));
    }

    boolean has(String path) {
        return config.hasPath(pathOf(path));
    }

    public String text(String path) {
        return read(path, "it must be text", config::getString);
    }

    List<String> texts(String path) {
        return read(path, "it must be a list of texts", config::getStringList);
    }

    boolean onOff(String path) {
        return read(path, "it must be on or off", config::getBoolean);
    }

    private long integer(String path) {
        return read(path, "it must be a whole number", at -> {
            Number number = config.getNumber(at);
            if (number.doubleValue() != number.longValue()) {
                throw new ArithmeticException("not a whole number");
            }
            return number.longValue();
        });
    }

    /** A name that may stand in addresses and roles. */
    String word(String path) {
        String text = text(path);
        if (!WORD.matcher(text).matches()) {
            throw refused(path, "1 to 64 letters, digits, - and _ are allowed, starting with a letter or a digit");
        }
        return text;
    }

    int integer(String path, int least, int most) {
        long value = integer(path);
        if (value < least || value > most) {
            throw refused(path, "a whole number from " + least + " to " + most + " is allowed");
        }
        return (int) value;
    }

    int port(String path) {
        return integer(path, 0, 65_535);
    }

    Duration duration(String path, Duration least, Duration most) {
        String allowed =
                "a duration with its unit (ms, s, m, h, d) from " + text(least) + " to " + text(most) + " is allowed";
        if (!text(path).strip().matches(".*[a-zA-Z]")) {
            throw refused(path, allowed);
        }
        Duration value = read(path, allowed, config::getDuration);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(path, allowed);
        }
        return value;
    }

    long bytes(String path, long least, long most) {
        String allowed = "a size (B, KiB, MiB, GiB) from " + size(least) + " to " + size(most) + " is allowed";
        long value = read(path, allowed, config::getBytes);
        if (value < least || value > most) {
            throw refused(path, allowed);
        }
        return value;
    }

    /** A share such as 5%, in whole percents up to 100; empty if it is something else. */
    OptionalInt percent(String path) {
        Matcher share = PERCENT.matcher(text(path).strip());
        return share.matches() ? OptionalInt.of(Integer.parseInt(share.group(1))) : OptionalInt.empty();
    }

    /** One of a few words. */
    <T> T oneOf(String path, List<T> values, Function<T, String> nameOf) {
        String text = text(path);
        Optional<T> chosen = values.stream()
                .filter(value -> nameOf.apply(value).equals(text))
                .findFirst();
        return chosen.orElseThrow(() -> refused(
                path, "one of " + String.join(", ", values.stream().map(nameOf).toList()) + " is allowed"));
    }

    /** What to throw for the value at a path. */
    SettingsException refused(String path, String allowed) {
        Object value =
                config.hasPath(pathOf(path)) ? config.getValue(pathOf(path)).unwrapped() : "(nothing)";
        return SettingsException.of(pathOf(path), value, allowed);
    }

    private <T> T read(String path, String allowed, Function<String, T> getter) {
        try {
            return getter.apply(pathOf(path));
        } catch (ConfigException | ArithmeticException unusable) {
            throw refused(path, allowed);
        }
    }

    private String pathOf(String path) {
        return root + "." + path;
    }

    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return duration.toDays() > 0 && duration.toSeconds() % 86_400 == 0
                ? duration.toDays() + "d"
                : duration.toSeconds() + "s";
    }

    private static String size(long bytes) {
        return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes + " B";
    }
}

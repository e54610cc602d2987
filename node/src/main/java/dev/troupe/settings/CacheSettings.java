package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.CacheSpec.Eviction;
import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CacheSpec.Replication;
import dev.troupe.api.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the named caches. */
final class CacheSettings {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private CacheSettings() {}

    /**
     * Reads them.
     *
     * @param leastBytes no cache can do with less memory
     * @param mostBytes what this node has for all of them
     * @param backups copies that there are
     */
    static Catalogue read(Config config, long leastBytes, long mostBytes, int backups) {
        try {
            return new Catalogue(config.getObject("troupe.caches").keySet().stream()
                    .map(name -> spec(config, name, leastBytes, mostBytes, backups))
                    .toList());
        } catch (IllegalArgumentException refused) {
            throw new SettingsException("setting troupe.caches cannot be used: " + refused.getMessage());
        }
    }

    private static CacheSpec spec(Config config, String name, long leastBytes, long mostBytes, int backups) {
        String path = ConfigUtil.joinPath("troupe", "caches", name);
        if (!CacheName.isLegal(name)) {
            throw SettingsException.of(
                    path, "{..}", "a cache name is 1 to 64 of a-z 0-9 . _ - starting with a letter or a digit");
        }
        SettingsReader settings = new SettingsReader(config, path);
        CacheSpec defaults = CacheSpec.of(new CacheName(name));
        try {
            return new CacheSpec(
                    defaults.name(),
                    duration(settings, "ttl"),
                    duration(settings, "max-ttl"),
                    duration(settings, "idle"),
                    maxBytes(settings, leastBytes, mostBytes),
                    replication(settings, defaults, backups),
                    settings.has("eviction")
                            ? settings.oneOf("eviction", List.of(Eviction.values()), CacheSettings::nameOf)
                            : defaults.eviction(),
                    settings.has("read-from")
                            ? settings.oneOf("read-from", List.of(ReadFrom.values()), CacheSettings::nameOf)
                            : defaults.readFrom());
        } catch (IllegalArgumentException refused) {
            throw new SettingsException("setting " + path + " cannot be used: " + refused.getMessage());
        }
    }

    private static OptionalLong maxBytes(SettingsReader settings, long leastBytes, long mostBytes) {
        if (!settings.has("max-bytes")) {
            return OptionalLong.empty();
        }
        long bytes = settings.bytes("max-bytes", leastBytes, Long.MAX_VALUE);
        if (bytes > mostBytes) {
            throw settings.refused(
                    "max-bytes",
                    bytes + " bytes are more than this node has for all entries: troupe.storage.max-memory is "
                            + mostBytes + " bytes");
        }
        return OptionalLong.of(bytes);
    }

    private static Replication replication(SettingsReader settings, CacheSpec defaults, int backups) {
        if (!settings.has("replication")) {
            return defaults.replication();
        }
        Replication replication = settings.oneOf("replication", List.of(Replication.values()), CacheSettings::nameOf);
        if (replication == Replication.SYNC && backups == 0) {
            throw settings.refused("replication", "a write cannot wait for copies while troupe.copies.backups is 0");
        }
        return replication;
    }

    private static Optional<Duration> duration(SettingsReader settings, String path) {
        return settings.has(path)
                ? Optional.of(settings.duration(path, SHORTEST, CacheSpec.LONGEST_TTL))
                : Optional.empty();
    }

    /** The name of a value in settings: {@code S3_FIFO} is {@code s3-fifo}. */
    static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

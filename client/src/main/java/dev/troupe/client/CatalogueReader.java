package dev.troupe.client;

import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.CacheSpec.Eviction;
import dev.troupe.api.CacheSpec.ReadFrom;
import dev.troupe.api.CacheSpec.Replication;
import dev.troupe.api.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what {@code GET /v1/caches} answers. */
final class CatalogueReader {
    private static final Limits USUAL = new Limits(Limits.LONGEST_KEY_BYTES, 1 << 20);

    /**
     * The caches of a cluster, as of some moment.
     *
     * @param specs all of them, by name
     * @param limits the sizes that are accepted
     */
    record Snapshot(List<CacheSpec> specs, Limits limits) {
        static final Snapshot NONE = new Snapshot(List.of(), USUAL);
    }

    private CatalogueReader() {}

    /** @throws IllegalArgumentException if it is not such an answer */
    static Snapshot read(JsonObject answer) {
        List<CacheSpec> specs = answer.objects("caches").stream()
                .map(CatalogueReader::spec)
                .sorted(Comparator.comparing(CacheSpec::name))
                .toList();
        Limits limits = answer.object("limits").map(CatalogueReader::limits).orElse(USUAL);
        return new Snapshot(specs, limits);
    }

    private static CacheSpec spec(JsonObject cache) {
        String name = cache.text("name").orElseThrow(() -> new IllegalArgumentException("a cache without a name"));
        return new CacheSpec(
                new CacheName(name),
                duration(cache, "ttl"),
                duration(cache, "maxTtl"),
                duration(cache, "idle"),
                cache.number("maxBytes")
                        .map(bytes -> OptionalLong.of(bytes.longValueExact()))
                        .orElse(OptionalLong.empty()),
                choice(cache, "replication", Replication.ASYNC),
                choice(cache, "eviction", Eviction.S3_FIFO),
                choice(cache, "readFrom", ReadFrom.OWNER));
    }

    private static Limits limits(JsonObject limits) {
        return new Limits(
                limits.number("maxKeyBytes").map(BigDecimal::intValueExact).orElse(USUAL.maxKeyBytes()),
                limits.number("maxValueBytes").map(BigDecimal::intValueExact).orElse(USUAL.maxValueBytes()));
    }

    private static Optional<Duration> duration(JsonObject cache, String name) {
        return cache.text(name).map(TtlText::parse);
    }

    private static <E extends Enum<E>> E choice(JsonObject cache, String name, E usual) {
        return cache.text(name)
                .map(text -> Enum.valueOf(
                        usual.getDeclaringClass(), text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .orElse(usual);
    }
}

package dev.troupe.settings;

import dev.troupe.api.CacheSpec;
import dev.troupe.protocol.ClusterAgreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What all nodes of a cluster agree on, in one form however it was written: {@code 1 MiB} and {@code 1048576} are equal,
 * and so are a default and the same value set by hand. {@link dev.troupe.cluster.membership.TroupeJoinCheck} compares it.
 */
public final class AgreedSettings {
    private AgreedSettings() {}

    /**
     * By paths, each a single value, since Pekko sends only such ones along with a request to join.
     *
     * @param storageRole of the members that hold partitions, in fact: a node of its own does not go by the setting
     */
    public static Map<String, Object> of(NodeSettings settings, String storageRole) {
        ClusterAgreement agreement = settings.agreement();
        return Map.of(
                "troupe.agreed.partitions", agreement.partitions().count(),
                "troupe.agreed.storage-role", '"' + storageRole + '"',
                "troupe.agreed.copies.backups", settings.copies().backups(),
                "troupe.agreed.limits.max-key-bytes", agreement.limits().maxKeyBytes(),
                "troupe.agreed.limits.max-value-bytes", agreement.limits().maxValueBytes(),
                "troupe.agreed.caches",
                        agreement.catalogue().specs().stream()
                                .map(AgreedSettings::line)
                                .collect(Collectors.joining("\n")));
    }

    /** Name and settings of a cache; settings at their defaults are left out, since a thousand caches have to fit into one message. */
    private static String line(CacheSpec spec) {
        CacheSpec defaults = CacheSpec.of(spec.name());
        List<String> settings = new ArrayList<>();
        spec.ttl().ifPresent(ttl -> settings.add("ttl = " + ttl));
        if (!spec.longestTtl().equals(defaults.longestTtl())) {
            settings.add("max-ttl = " + spec.longestTtl());
        }
        spec.idle().ifPresent(idle -> settings.add("idle = " + idle));
        spec.maxBytes().ifPresent(bytes -> settings.add("max-bytes = " + bytes));
        if (spec.replication() != defaults.replication()) {
            settings.add("replication = " + CacheSettings.nameOf(spec.replication()));
        }
        if (spec.eviction() != defaults.eviction()) {
            settings.add("eviction = " + CacheSettings.nameOf(spec.eviction()));
        }
        if (spec.readFrom() != defaults.readFrom()) {
            settings.add("read-from = " + CacheSettings.nameOf(spec.readFrom()));
        }
        return spec.name() + " {" + String.join(", ", settings) + "}";
    }
}

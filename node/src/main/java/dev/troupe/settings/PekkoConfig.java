package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.membership.NodeRoles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a node's actor system: what the operator set, over what Troupe needs, over Pekko's defaults. */
public final class PekkoConfig {
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LEAST_REQUEST = Duration.ofSeconds(10);
    private static final Duration LEAST_IDLE = Duration.ofSeconds(30);
    /** What closing takes beyond the time that requests are given. */
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private static final List<String> FRAGMENTS = List.of("troupe-cluster.conf", "troupe-http.conf");

    private PekkoConfig() {}

    public static Config of(NodeSettings settings, Config given, Config defaults) {
        Config needed = ConfigFactory.empty();
        for (String fragment : FRAGMENTS) {
            needed = needed.withFallback(ConfigFactory.parseResources(fragment));
        }
        return ConfigFactory.parseMap(own(settings))
                .withFallback(given)
                .withFallback(needed)
                .withFallback(defaults)
                .resolve();
    }

    private static Map<String, Object> own(NodeSettings settings) {
        ClusterSettings cluster = settings.cluster();
        Map<String, Object> own = new HashMap<>(AgreedSettings.of(settings, NodeRoles.STORAGE));
        own.put("pekko.remote.artery.canonical.hostname", cluster.host());
        own.put("pekko.remote.artery.canonical.port", cluster.port());
        // Else a key of Pekko would open what the check of troupe.cluster.host has kept closed.
        own.put("pekko.remote.artery.enabled", true);
        own.put("pekko.remote.artery.bind.hostname", cluster.host());
        own.put("pekko.remote.artery.bind.port", cluster.listeningPort());
        own.put("pekko.cluster.roles", cluster.roles().names());
        // Without it a node that starts cut off from the others would form a cluster of its own.
        own.put("pekko.cluster.role." + NodeRoles.FOUNDER + ".min-nr-of-members", cluster.plannedNodes() / 2 + 1);
        own.put("pekko.cluster.app-version", SoftwareVersion.text());
        own.put(
                "pekko.cluster.sharding.number-of-shards",
                settings.agreement().partitions().count());
        putTimes(own, settings);
        return own;
    }

    /** Pekko must not give up before Troupe does. */
    private static void putTimes(Map<String, Object> own, NodeSettings settings) {
        Duration request = longer(LEAST_REQUEST, settings.gateway().deadline().plus(MARGIN));
        own.put("pekko.http.server.request-timeout", text(request));
        own.put("pekko.http.server.idle-timeout", text(longer(LEAST_IDLE, request.plus(MARGIN))));
        own.put(
                "pekko.coordinated-shutdown.phases.service-unbind.timeout",
                text(settings.http().drain().plus(UNBIND)));
    }

    /** Pekko HTTP takes no number without its unit. */
    private static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

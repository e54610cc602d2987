package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.membership.NodeRoles;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.PekkoConfig;
import dev.troupe.settings.SettingsException;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The actor system of a process that has no application of its own and embeds a node to measure it: configured like a node's, but without
 * a port for HTTP and with nothing in it. The members that hold partitions are told as nodes of their own tell it, so it can join such.
 */
public final class EmbeddedSystem {
    private EmbeddedSystem() {}

    /**
     * Makes a system and lets it join the seeds; whoever wants caches in it asks the extension for them.
     *
     * @param overrides settings that differ from the defaults, by their paths
     * @throws SettingsException if a setting cannot be used
     */
    public static ActorSystem<Void> join(Map<String, String> overrides) {
        Config defaults = ConfigFactory.defaultReference();
        Config given = ConfigFactory.parseMap(overrides)
                .withFallback(ConfigFactory.parseMap(Map.of("troupe.storage-role", NodeRoles.STORAGE)));
        NodeSettings settings = NodeSettings.from(given, defaults);
        ActorSystem<Void> system =
                NodeSystem.create(settings, PekkoConfig.of(settings, given, defaults), Optional.empty());
        NodeSystem.join(system, settings.cluster());
        return system;
    }
}

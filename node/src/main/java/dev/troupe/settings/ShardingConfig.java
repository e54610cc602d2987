package dev.troupe.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;

/** How the partitions are sharded: Troupe's own section over Pekko's defaults, whatever an application has set for its entities. */
public final class ShardingConfig {
    private ShardingConfig() {}

    public static ClusterShardingSettings of(Config system) {
        Config defaults = ConfigFactory.defaultReference().getConfig("pekko.cluster.sharding");
        // The default stops a partition after two idle minutes, and its data with it.
        return ClusterShardingSettings.fromConfig(
                        system.getConfig("troupe-sharding").withFallback(defaults))
                .withNoPassivationStrategy();
    }
}

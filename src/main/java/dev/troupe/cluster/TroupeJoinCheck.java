package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses a node whose settings would make it disagree with the cluster about where a key lives or what a cache is. Made
 * by Pekko on every node, as {@code troupe-cluster.conf} says. Values are compared as text, since those from the command
 * line are always text.
 */
public final class TroupeJoinCheck extends JoinConfigCompatChecker {
    private static final List<String> AGREED =
            List.of("troupe.partitions", "troupe.caches", "troupe.limits", "troupe.storage.hash-seed");

    @Override
    public Seq<String> requiredKeys() {
        return CollectionConverters.asScala(AGREED).toSeq();
    }

    @Override
    public ConfigValidation check(Config joining, Config cluster) {
        SortedMap<String, String> theirs = values(joining);
        SortedMap<String, String> ours = values(cluster);
        SortedSet<String> keys = new TreeSet<>(theirs.keySet());
        keys.addAll(ours.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String their = theirs.getOrDefault(key, "not set");
            String our = ours.getOrDefault(key, "not set");
            if (!their.equals(our)) {
                differences.add(key + " is " + their + " on the one side and " + our + " on the other");
            }
        }
        return differences.isEmpty()
                ? Valid.getInstance()
                : new Invalid(CollectionConverters.asScala(differences).toSeq());
    }

    /** Every leaf under the agreed keys. */
    private static SortedMap<String, String> values(Config config) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String key : AGREED) {
            if (config.hasPath(key)) {
                if (config.getValue(key) instanceof ConfigObject section) {
                    section.toConfig().entrySet().forEach(entry -> values.put(key + "." + entry.getKey(), text(entry)));
                } else {
                    values.put(key, String.valueOf(config.getValue(key).unwrapped()));
                }
            }
        }
        return values;
    }

    private static String text(Map.Entry<String, ConfigValue> entry) {
        return String.valueOf(entry.getValue().unwrapped());
    }
}

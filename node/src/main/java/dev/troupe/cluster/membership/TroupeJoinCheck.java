package dev.troupe.cluster.membership;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
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
 * by Pekko on every node, as {@code troupe-cluster.conf} says. Compares what the node has derived from its checked
 * settings, not how they were written.
 */
public final class TroupeJoinCheck extends JoinConfigCompatChecker {
    private static final String DERIVED = "troupe.agreed.";
    /** A text with a line for each cache, its name first. */
    private static final String CACHES = "caches";

    private static final List<String> AGREED = List.of(
            "partitions", "storage-role", "copies.backups", CACHES, "limits.max-key-bytes", "limits.max-value-bytes");

    @Override
    public Seq<String> requiredKeys() {
        return CollectionConverters.asScala(AGREED.stream().map(DERIVED::concat).toList())
                .toSeq();
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

    /** What is compared, by the names that operators know. */
    private static SortedMap<String, String> values(Config config) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String key : AGREED) {
            if (config.hasPath(DERIVED + key)) {
                String value = config.getString(DERIVED + key);
                if (key.equals(CACHES)) {
                    value.lines().forEach(line -> putCache(values, line));
                } else {
                    values.put("troupe." + key, value);
                }
            }
        }
        return values;
    }

    private static void putCache(SortedMap<String, String> values, String line) {
        int end = line.indexOf(' ');
        values.put("troupe.caches." + line.substring(0, end), line.substring(end + 1));
    }
}

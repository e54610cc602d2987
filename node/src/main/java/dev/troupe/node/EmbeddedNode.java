package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.CacheName;
import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.lifecycle.Poll;
import dev.troupe.metrics.MeterBook;
import dev.troupe.settings.AgreedSettings;
import dev.troupe.settings.ClusterSettings;
import dev.troupe.settings.MemorySettings;
import dev.troupe.settings.NodeSettings;
import dev.troupe.settings.PekkoDifferences;
import dev.troupe.settings.SettingsException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A node inside the actor system of an application: no port, no shutdown hook and no cluster of its own. It holds partitions if the
 * member has the role {@code troupe.storage-role}, or if that is empty; else it is a gateway. It ends with the system.
 */
public final class EmbeddedNode {
    private static final String AGREED = "troupe.agreed";

    private final NodeParts parts;
    private final MeterBook book;
    private final CompletableFuture<Void> ready;
    private final Map<CacheName, Counter> undecodable = new ConcurrentHashMap<>();

    private EmbeddedNode(NodeParts parts, MeterBook book, CompletableFuture<Void> ready) {
        this.parts = parts;
        this.book = book;
        this.ready = ready;
    }

    /**
     * Starts it; once in the life of a system, and on every member, since partitions are placed by the oldest one that may hold them.
     *
     * @param system the application's, with {@code pekko.actor.provider = cluster}, whether it has joined yet or not
     * @throws SettingsException if a setting below {@code troupe} cannot be used, or the system is in no cluster
     */
    public static EmbeddedNode start(ActorSystem<?> system) {
        Config config = system.settings().config();
        if (!config.getString("pekko.actor.provider").endsWith("luster")) {
            throw SettingsException.of(
                    "pekko.actor.provider", config.getString("pekko.actor.provider"), "a cache needs it to be cluster");
        }
        NodeSettings settings = NodeSettings.ofMember(config.withoutPath(AGREED), ConfigFactory.defaultReference());
        ClusterSettings cluster = settings.cluster();
        if (!cluster.roles().storage()) {
            throw SettingsException.of(
                    "troupe.cluster.storage",
                    "off",
                    "in an application the members without the role troupe.storage-role hold no partitions");
        }
        List<String> differences = PekkoDifferences.of(config);
        if (!differences.isEmpty()) {
            system.log()
                    .info(
                            "Troupe's own nodes use other values than this application for {}; see troupe-pekko.conf",
                            String.join(", ", differences));
        }
        tellMemory(system, settings.memory());
        MeterBook book = new MeterBook();
        NodeParts parts = NodeParts.start(system, settings, cluster.storageRole(), book);
        NodeSystem.leaveOnShutdown(system, cluster, parts.membership(), parts.gateway());
        return new EmbeddedNode(
                parts,
                book,
                Poll.until(system, cluster, () -> parts.view().readiness().ready()));
    }

    private static void tellMemory(ActorSystem<?> system, MemorySettings memory) {
        if (memory.isDefault()) {
            system.log()
                    .info(
                            "cache entries take up to {} MiB outside the heap, as troupe.storage.max-memory does not say otherwise",
                            memory.entryBytes() >> 20);
        }
        if (!memory.jvm().collectsWhenAsked()) {
            system.log()
                    .warn(
                            "with -XX:+DisableExplicitGC memory that cache entries do not need any more goes back late or never");
        }
    }

    /**
     * An application's settings and, with them, what all nodes have to agree on in the form in which it is compared when a node joins.
     * A system created from plain settings works too, but is not refused if its caches differ from those of others.
     *
     * @throws SettingsException if a setting below {@code troupe} cannot be used
     */
    public static Config withAgreed(Config application) {
        NodeSettings settings = NodeSettings.ofMember(application, ConfigFactory.defaultReference());
        return ConfigFactory.parseMap(
                        AgreedSettings.of(settings, settings.cluster().storageRole()))
                .withFallback(application);
    }

    /** The caches of the cluster. They take over the arrays that they are given, so that nobody may change those any more. */
    public Caches caches() {
        return parts.gateway();
    }

    /** The cluster, seen from here. */
    public ClusterView view() {
        return parts.view();
    }

    /** Done when this member is Up and every partition has had an owner; fails if the system ends before that. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** All meters in the Prometheus text format, version 0.0.4. */
    public String meters() {
        return book.text();
    }

    /** A stored value could not be decoded and was taken for a miss. */
    public void countUndecodable(CacheName cache) {
        undecodable
                .computeIfAbsent(
                        cache,
                        name -> book.counter(
                                "troupe_cache_undecodable",
                                "Values that the codec of their reader could not read, taken for misses",
                                Tags.of("cache", name.value())))
                .increment();
    }
}

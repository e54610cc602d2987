package dev.troupe.settings;

import com.typesafe.config.Config;
import dev.troupe.api.Limits;
import dev.troupe.cluster.membership.NodeRoles;
import dev.troupe.gateway.GatewaySettings;
import dev.troupe.heap.HeapArrays;
import dev.troupe.http.HttpServer;
import dev.troupe.owner.PartitionSettings;
import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import dev.troupe.protocol.ClusterAgreement;
import dev.troupe.replication.state.CopySettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * All settings of a node, checked.
 *
 * @param cluster its place in the cluster
 * @param direct its own connections to other nodes
 * @param agreement what all nodes of the cluster agree on
 * @param memory what it may take
 * @param partitions how it holds partitions
 * @param copies how copies of them are kept
 * @param gateway how it reaches them
 * @param http its HTTP front end
 */
public record NodeSettings(
        ClusterSettings cluster,
        DirectSettings direct,
        ClusterAgreement agreement,
        MemorySettings memory,
        PartitionSettings partitions,
        CopySettings copies,
        GatewaySettings gateway,
        HttpSettings http) {
    private static final Pattern SEED = Pattern.compile("([^\\s:/@\\[\\]]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");
    private static final Pattern ADVERTISED =
            Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final String ACCEPTED = "i-understand";
    /** With it all phases of a shutdown fit into the time that the process waits for them. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);

    private static final Duration COPY_REPEAT = Duration.ofMillis(200);
    /** With what surrounds them, within half a frame of the cluster's transport. */
    private static final int COPY_CHUNK_BYTES = 120 << 10;

    private static final int MOST_MOVES = 100;
    private static final long LEAST_MEMORY_BYTES = 16 << 20;

    /** An empty store and its first segments. */
    private static final long LEAST_PARTITION_BYTES = 8 << 10;

    /**
     * Reads those of a node; the only place where configuration is read.
     *
     * @param given what the operator has set
     * @param defaults where every setting has a value
     * @throws SettingsException for the first one that cannot be used
     */
    public static NodeSettings from(Config given, Config defaults) {
        return read(given.withFallback(defaults).resolve(), defaults, cluster -> true);
    }

    /**
     * The same for a member of an application's cluster, which holds partitions only if it has the role {@code troupe.storage-role}, or that is
     * empty.
     */
    public static NodeSettings ofMember(Config application, Config defaults) {
        Config config = application.withFallback(defaults).resolve();
        return read(
                config,
                defaults,
                cluster -> cluster.storageRole().isEmpty()
                        || config.getStringList("pekko.cluster.roles").contains(cluster.storageRole()));
    }

    private static NodeSettings read(Config config, Config defaults, Predicate<ClusterSettings> hasRole) {
        UnknownSettings.refuse(config, defaults);
        SettingsReader troupe = new SettingsReader(config, "troupe");
        Limits limits = limits(troupe.at("limits"));
        Partitions partitions = new Partitions(troupe.integer("partitions", 1, 4096));
        CopySettings copies = copies(troupe.at("copies"));
        long leastBytes = (long) (leastBytes(partitions, limits) / copies.leastOwnedPart());
        EntryPlan entries = EntryPlan.here(defaults);
        entries.checkCollecting();
        HeapPlan heap = new HeapPlan(entries.jvm().heapBytes(), HeapArrays.HERE, limits);
        boolean openPorts = troupe.text("accept-open-ports").equals(ACCEPTED);
        ClusterSettings cluster = cluster(troupe, openPorts);
        GatewaySettings gateway = gateway(troupe.at("gateway"), heap);
        HttpSettings http = http(troupe.at("http"), heap, openPorts);
        heap.check(new HeapPlan.InFlight(troupe.at("http"), troupe.at("gateway")), entries.launched());
        // A node that holds nothing needs nothing, and may be smaller than the caches that it leads to.
        boolean holds = cluster.roles().storage() && hasRole.test(cluster);
        MemorySettings memory = memory(troupe.at("storage"), Math.max(LEAST_MEMORY_BYTES, leastBytes), entries, holds);
        long mostBytes = holds ? memory.entryBytes() : Long.MAX_VALUE;
        return new NodeSettings(
                cluster,
                direct(troupe.at("direct")),
                new ClusterAgreement(
                        partitions, CacheSettings.read(config, leastBytes, mostBytes, copies.backups()), limits),
                memory,
                storage(troupe.at("storage"), Math.max(LEAST_MEMORY_BYTES, memory.entryBytes()), heap),
                copies,
                gateway,
                http);
    }

    private static MemorySettings memory(SettingsReader storage, long leastBytes, EntryPlan plan, boolean holds) {
        return new MemorySettings(
                holds ? plan.entryBytes(storage, leastBytes) : plan.noEntryBytes(storage),
                holds && plan.isDefault(storage),
                plan.jvm());
    }

    private static ClusterSettings cluster(SettingsReader troupe, boolean openPorts) {
        SettingsReader cluster = troupe.at("cluster");
        return new ClusterSettings(
                cluster.word("name"),
                host(cluster, openPorts),
                cluster.port("port"),
                cluster.port("bind-port"),
                cluster.texts("seeds").stream().map(seed -> seed(cluster, seed)).toList(),
                cluster.integer("planned-nodes", 1, 1000),
                cluster.duration("formation-timeout", Duration.ZERO, Duration.ofMinutes(10)),
                cluster.onOff("trust-refusal"),
                new NodeRoles(
                        cluster.onOff("storage"),
                        cluster.integer("weight", 1, StorageNode.MAX_WEIGHT),
                        cluster.word("zone"),
                        cluster.text("machine").isEmpty() ? "" : cluster.word("machine")),
                cluster.integer("rebalance.max-moves", 0, MOST_MOVES),
                cluster.duration("ownerless-alarm", Duration.ofSeconds(1), Duration.ofHours(1)),
                troupe.text("storage-role").isEmpty() ? "" : troupe.word("storage-role"));
    }

    private static DirectSettings direct(SettingsReader direct) {
        return new DirectSettings(direct.onOff("enabled"), direct.port("port"), direct.port("bind-port"));
    }

    private static Limits limits(SettingsReader limits) {
        return new Limits(limits.integer("max-key-bytes", 1, Limits.LONGEST_KEY_BYTES), (int)
                limits.bytes("max-value-bytes", 1, Limits.LONGEST_VALUE_BYTES));
    }

    /** What is needed to hold one largest entry and something in every partition. */
    private static long leastBytes(Partitions partitions, Limits limits) {
        return (long) partitions.count() * LEAST_PARTITION_BYTES + 2L * (limits.maxKeyBytes() + limits.maxValueBytes());
    }

    private static PartitionSettings storage(SettingsReader storage, long entryBytes, HeapPlan heap) {
        return new PartitionSettings(
                entryBytes,
                heap.changeBytes(),
                storage.duration("sweep-interval", Duration.ofMillis(10), Duration.ofMinutes(1)),
                storage.integer("sweep-budget", 1, 100_000));
    }

    private static CopySettings copies(SettingsReader copies) {
        return new CopySettings(
                copies.integer("backups", 0, CopySettings.MOST_BACKUPS),
                copies.integer("window-changes", 1, 1_000_000),
                (int) copies.bytes("window-bytes", 1 << 10, 1 << 30),
                copies.duration("silent-after", Duration.ofMillis(500), Duration.ofMinutes(1))
                        .toMillis(),
                copies.duration("replace-after", Duration.ofMillis(100), Duration.ofMinutes(10))
                        .toMillis(),
                COPY_REPEAT.toMillis(),
                COPY_CHUNK_BYTES);
    }

    private static GatewaySettings gateway(SettingsReader gateway, HeapPlan heap) {
        Duration deadline = gateway.duration("deadline", Duration.ofMillis(20), Duration.ofMinutes(1));
        Duration resendAfter = gateway.duration("resend-after", Duration.ofMillis(10), Duration.ofMinutes(1));
        if (resendAfter.compareTo(deadline) >= 0) {
            throw gateway.refused(
                    "resend-after",
                    "it must be shorter than troupe.gateway.deadline, which is " + SettingsReader.text(deadline));
        }
        return new GatewaySettings(
                deadline,
                resendAfter,
                gateway.duration("read-hedge", Duration.ZERO, Duration.ofMinutes(1)),
                gateway.integer("max-requests", 1, 1_000_000),
                heap.inFlightBytes(gateway, HeapPlan.InFlight.GATEWAY),
                gateway.integer("max-requests-per-partition", 1, 100_000));
    }

    private static HttpSettings http(SettingsReader http, HeapPlan heap, boolean openPorts) {
        return new HttpSettings(
                new HttpServer.Settings(
                        host(http, openPorts),
                        http.port("port"),
                        http.duration("body-deadline", Duration.ofMillis(100), Duration.ofMinutes(10)),
                        heap.inFlightBytes(http, HeapPlan.InFlight.HTTP)),
                http.duration("drain", Duration.ZERO, LONGEST_DRAIN),
                advertised(http));
    }

    private static String host(SettingsReader settings, boolean openPorts) {
        String host = settings.text("host");
        try {
            if (InetAddress.getByName(host).isLoopbackAddress() || openPorts) {
                return host;
            }
        } catch (UnknownHostException unknown) {
            throw settings.refused("host", "it is not the address of any host known here");
        }
        throw settings.refused(
                "host",
                "only a loopback address is allowed, since whoever reaches the port can read, change and stop everything;"
                        + " if you accept that, set troupe.accept-open-ports = \"" + ACCEPTED + "\"");
    }

    private static String seed(SettingsReader cluster, String seed) {
        if (!SEED.matcher(seed).matches()) {
            throw cluster.refused("seeds", "each seed is host:port, such as 127.0.0.1:17355 or [::1]:17355");
        }
        return seed;
    }

    private static Optional<URI> advertised(SettingsReader http) {
        String text = http.text("advertised-url");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!ADVERTISED.matcher(text).matches()) {
            throw http.refused("advertised-url", "it must be empty or like http://cache-1.example:8480");
        }
        return Optional.of(URI.create(text));
    }
}

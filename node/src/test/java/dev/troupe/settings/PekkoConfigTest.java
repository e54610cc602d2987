package dev.troupe.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.membership.NodeRoles;
import dev.troupe.cluster.membership.TroupeJoinCheck;
import dev.troupe.lifecycle.Departure;
import dev.troupe.node.EmbeddedNode;
import dev.troupe.node.ProcessExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.Valid;
import org.apache.pekko.cluster.ddata.ReadWriteAggregator;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

class PekkoConfigTest {
    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    private static Config config(String given) {
        Config parsed = ConfigFactory.parseString(given);
        return PekkoConfig.of(NodeSettings.from(parsed, DEFAULTS), parsed, DEFAULTS);
    }

    /** What the join check says of two nodes, each of which sends only the values of its required keys. */
    private static List<String> differences(String joining, String cluster) {
        return differences(config(joining), config(cluster));
    }

    private static List<String> differences(Config all, Config cluster) {
        TroupeJoinCheck check = new TroupeJoinCheck();
        Config sent = ConfigFactory.empty();
        for (String key : CollectionConverters.asJava(check.requiredKeys())) {
            sent = sent.withValue(key, all.getValue(key));
        }
        if (check.check(sent, cluster) instanceof Invalid invalid) {
            return List.copyOf(CollectionConverters.asJava(invalid.errorMessages()));
        }
        assertThat(check.check(sent, cluster)).isSameAs(Valid.getInstance());
        return List.of();
    }

    /** Else a fail-over waits for as many distributed writes as partitions have lost their owner. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void theNodeOfTheShardCoordinatorIsMajorityEnoughForItsDecisionsAndMostAreAskedForThem(int nodes) {
        Config config = config("");
        int leastMajority = config.getInt("pekko.cluster.sharding.distributed-data.majority-min-cap");
        ClusterShardingSettings.TuningParameters tuning =
                ShardingConfig.of(config).tuningParameters();
        assertThat(ReadWriteAggregator.calculateMajority(
                        leastMajority, nodes, tuning.coordinatorStateWriteMajorityPlus()))
                .isEqualTo(1);
        assertThat(ReadWriteAggregator.calculateMajority(
                        leastMajority, nodes, tuning.coordinatorStateReadMajorityPlus()))
                .isEqualTo(Math.min(nodes, nodes / 2 + 6));
    }

    /** Joining, cluster, what differs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "troupe.caches { default {}, aaa {} } | troupe.caches { default {} } | troupe.caches.aaa",
                "troupe.caches { default {} } | troupe.caches { default {}, aaa {} } | troupe.caches.aaa",
                "troupe.caches.a.ttl = 5m | troupe.caches.a.ttl = 6m | {ttl = PT5M}",
                "troupe.caches.a.max-ttl = 5m | troupe.caches.a {} | max-ttl",
                "troupe.caches.a.idle = 5m | troupe.caches.a {} | idle",
                "troupe.caches.a.max-bytes = 16 MiB | troupe.caches.a {} | max-bytes",
                "troupe.caches.a.eviction = none | troupe.caches.a {} | eviction = none",
                "troupe.caches.a.read-from = any | troupe.caches.a {} | read-from = any",
                "troupe.partitions = 64 | troupe.partitions = 65 | troupe.partitions is 64",
                "troupe.limits.max-key-bytes = 9 | troupe.limits.max-key-bytes = 8 | troupe.limits.max-key-bytes is 9",
                "troupe.limits.max-value-bytes = 9 | troupe.partitions = 256 | troupe.limits.max-value-bytes is 9",
            })
    void nodesThatDisagreeAreToldWhereThey(String joining, String cluster, String difference) {
        assertThat(differences(joining, cluster)).singleElement().asString().contains(difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "troupe.limits.max-value-bytes = 1 MiB | troupe.limits.max-value-bytes = 1048576",
                "troupe.partitions = \"256\" | troupe.partitions = 256",
                "troupe.caches.a { eviction = s3-fifo, max-ttl = 3650d } | troupe.caches.a {}",
                "troupe.caches.a { ttl = 60s } | troupe.caches.a { ttl = 1m }",
                "troupe.storage.sweep-budget = 1 | troupe.storage.sweep-budget = 2",
                "troupe.storage-role = holds | troupe.partitions = 256",
            })
    void nodesThatAgreeInOtherWordsAreNotRefused(String joining, String cluster) {
        assertThat(differences(joining, cluster)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keeps"})
    void applicationsThatDisagreeAboutWhoHoldsPartitionsAreToldSo(String role) {
        assertThat(differences(embedded(role), embedded("holds")))
                .singleElement()
                .asString()
                .contains("troupe.storage-role is \"" + role + "\"");
        assertThat(differences(embedded(NodeRoles.STORAGE), config(""))).isEmpty();
    }

    private static Config embedded(String storageRole) {
        return EmbeddedNode.withAgreed(ConfigFactory.parseMap(Map.of("troupe.storage-role", storageRole)));
    }

    @Test
    void whatIsDerivedCannotBeSet() {
        assertThatThrownBy(() -> config("troupe.agreed.partitions = 1"))
                .hasMessageContaining("no setting troupe.agreed");
    }

    @Test
    void keysOfPekkoDoNotOpenPorts() {
        Config opened = config("pekko.remote.artery { enabled = off, canonical { hostname = 0.0.0.0, port = 1 },"
                + " bind { hostname = 0.0.0.0, port = 2 } }");
        assertThat(opened.getBoolean("pekko.remote.artery.enabled")).isTrue();
        for (String listening : List.of("canonical", "bind")) {
            assertThat(opened.getString("pekko.remote.artery." + listening + ".hostname"))
                    .isEqualTo("127.0.0.1");
            assertThat(opened.getInt("pekko.remote.artery." + listening + ".port"))
                    .isEqualTo(17355);
        }
    }

    @Test
    void aNodeMayListenAtAnotherPortThanOthersReachItAt() {
        Config mapped = config("troupe.cluster.bind-port = 5").getConfig("pekko.remote.artery");
        assertThat(mapped.getInt("bind.port")).isEqualTo(5);
        assertThat(mapped.getInt("canonical.port")).isEqualTo(17355);
    }

    @Test
    void requestsMayEndAsLongAsTheOperatorLetsThemAtShutdown() {
        assertThat(config("troupe.http.drain = 8s")
                        .getDuration("pekko.coordinated-shutdown.phases.service-unbind.timeout"))
                .isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void rolesTellTheOthersWhatTheNodeIs() {
        assertThat(config("").getStringList("pekko.cluster.roles"))
                .containsExactlyInAnyOrder(
                        "troupe-weight-1", "troupe-zone-default", "troupe-storage", "troupe-founder");
        assertThat(config("troupe.cluster { storage = off, weight = 2, zone = a, machine = m }")
                        .getStringList("pekko.cluster.roles"))
                .containsExactlyInAnyOrder("troupe-weight-2", "troupe-zone-a", "troupe-host-m");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "5, 3"})
    void majorityOfTheStorageNodesHasToBeThere(int planned, int least) {
        Config config = config("troupe.cluster.planned-nodes = " + planned);
        assertThat(config.getInt("pekko.cluster.role.troupe-founder.min-nr-of-members"))
                .isEqualTo(least);
        assertThat(config.getInt("pekko.cluster.min-nr-of-members")).isEqualTo(1);
        assertThat(config.hasPath("pekko.cluster.role.troupe-storage"))
                .as("wanted by sharding too")
                .isFalse();
        assertThat(config.getString("pekko.cluster.split-brain-resolver.keep-majority.role"))
                .isEqualTo("troupe-storage");
    }

    @Test
    void aHandOffTimesOutAfterTenSeconds() {
        assertThat(ShardingConfig.of(config(""))
                        .tuningParameters()
                        .handOffTimeout()
                        .toSeconds())
                .isEqualTo(10);
    }

    /** Its region may have to hand its partitions off, and then the copies are waited for. */
    @Test
    void aNodeThatLeavesHas75SecondsToGiveItsCopiesUpForWhichItWaits60() {
        Config config = config("");
        assertThat(Departure.LONGEST_WAIT).hasSeconds(60);
        assertThat(config.getDuration("pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout"))
                .hasSeconds(75)
                .isGreaterThan(Departure.LONGEST_WAIT.plus(Duration.ofMillis(ShardingConfig.of(config)
                        .tuningParameters()
                        .handOffTimeout()
                        .toMillis())));
    }

    @Test
    void longestShutdownFitsIntoTheTimeThatTheProcessWaits() {
        Config shutdown = config("troupe.http.drain = 10s").getConfig("pekko.coordinated-shutdown");
        Duration all = Duration.ZERO;
        for (String phase : shutdown.getObject("phases").keySet()) {
            String path = "phases." + phase + ".timeout";
            all = all.plus(shutdown.getDuration(shutdown.hasPath(path) ? path : "default-phase-timeout"));
        }
        assertThat(all).isLessThanOrEqualTo(ProcessExit.LONGEST_SHUTDOWN);
    }

    @ParameterizedTest
    @CsvSource({"2s, 10, 30", "30s, 35, 40", "1m, 65, 70"})
    void pekkoDoesNotAnswerBeforeTheDeadline(String deadline, int requestSeconds, int idleSeconds) {
        Config http = config("troupe.gateway.deadline = " + deadline).getConfig("pekko.http.server");
        assertThat(http.getDuration("request-timeout")).hasSeconds(requestSeconds);
        assertThat(http.getDuration("idle-timeout")).hasSeconds(idleSeconds);
        // Which is how Pekko HTTP reads them.
        assertThat(scala.concurrent.duration.Duration.apply(http.getString("request-timeout"))
                        .toSeconds())
                .isEqualTo(requestSeconds);
        assertThat(scala.concurrent.duration.Duration.apply(http.getString("idle-timeout"))
                        .toSeconds())
                .isEqualTo(idleSeconds);
    }
}

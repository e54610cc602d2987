package dev.troupe.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.cluster.membership.NodeRoles;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {
    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    private static NodeSettings read(String settings) {
        return NodeSettings.from(ConfigFactory.parseString(settings), DEFAULTS);
    }

    @Test
    void defaultsAreSafeAndSmall() {
        NodeSettings settings = read("");
        assertThat(settings.cluster().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().server().port()).isEqualTo(8480);
        assertThat(settings.cluster().port()).isEqualTo(17355);
        assertThat(settings.cluster().maxMoves()).isEqualTo(8);
        assertThat(settings.cluster().roles()).isEqualTo(new NodeRoles(true, 1, "default", ""));
        assertThat(settings.agreement().partitions().count()).isEqualTo(256);
        assertThat(settings.agreement().limits().maxValueBytes()).isEqualTo(1 << 20);
        assertThat(settings.agreement().catalogue().specs()).containsExactly(CacheSpec.of(CacheName.DEFAULT));
        assertThat(settings.partitions().maxMemoryBytes()).isEqualTo(256 << 20);
        assertThat(settings.memory().isDefault()).isTrue();
    }

    @Test
    void cacheIsReadWithAllItsSettings() {
        NodeSettings settings = read("troupe.caches.sessions { ttl = 30m, max-ttl = 1d, idle = 10m, max-bytes = 16 MiB,"
                + " replication = async, eviction = none, read-from = any }");
        CacheSpec spec = settings.agreement().catalogue().specs().get(1);
        assertThat(spec.name()).isEqualTo(new CacheName("sessions"));
        assertThat(spec.ttl()).contains(Duration.ofMinutes(30));
        assertThat(spec.maxTtl()).contains(Duration.ofDays(1));
        assertThat(spec.idle()).contains(Duration.ofMinutes(10));
        assertThat(spec.maxBytes()).hasValue(16 << 20);
        assertThat(spec.eviction()).isEqualTo(CacheSpec.Eviction.NONE);
        assertThat(spec.readFrom()).isEqualTo(CacheSpec.ReadFrom.ANY);
    }

    @Test
    void numberedSettingsOfTheCommandLineMakeAList() {
        NodeSettings settings = read("troupe.cluster.seeds { 0 = \"127.0.0.1:1\", 1 = \"127.0.0.1:2\" }");
        assertThat(settings.cluster().seeds()).containsExactly("127.0.0.1:1", "127.0.0.1:2");
    }

    @Test
    void everythingOpensWhenTheOperatorAcceptsIt() {
        NodeSettings settings = read("troupe { accept-open-ports = i-understand, http.host = 0.0.0.0 }");
        assertThat(settings.http().server().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void seedMayBeAnAddressOfEitherKind() {
        assertThat(read("troupe.cluster.seeds = [\"127.0.0.1:1\", \"[::1]:2\"]")
                        .cluster()
                        .seeds())
                .containsExactly("127.0.0.1:1", "[::1]:2");
    }

    @Test
    void gatewayNodeMayBeSmallerThanTheCachesOfTheOthers() {
        String settings = "troupe { storage.max-memory = 64 MiB, caches.a.max-bytes = 65 MiB, cluster.storage = off }";
        assertThat(read(settings).agreement().catalogue().specs()).hasSize(2);
    }

    @Test
    void memberOfAnApplicationWithoutTheRoleNeedsNoMemoryForEntries() {
        Config application = ConfigFactory.parseString(
                "troupe { storage-role = cache, storage.max-memory = 100 MiB }, pekko.cluster.roles = [front]");
        assertThat(NodeSettings.ofMember(application, DEFAULTS).memory().entryBytes())
                .isZero();
        assertThat(NodeSettings.ofMember(
                                ConfigFactory.parseString("pekko.cluster.roles = [cache]")
                                        .withFallback(application),
                                DEFAULTS)
                        .memory()
                        .entryBytes())
                .isEqualTo(100 << 20);
    }

    @Test
    void advertisedUrlIsWhatTheOperatorSays() {
        assertThat(read("").http().advertised()).isEmpty();
        assertThat(read("troupe.http.advertised-url = \"http://cache-1.example:8480\"")
                        .http()
                        .advertised())
                .contains(URI.create("http://cache-1.example:8480"));
    }

    /** Setting, what the message names beside its path. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "troupe.http.prot = 1 | did you mean 'port'",
                "troupe.htpp.port = 1 | did you mean 'http'",
                "troupe.caches.a.tll = 1s | did you mean 'ttl'",
                "troupe.http = 5 | section",
                "troupe.http.port = 70000 | 0 to 65535",
                "troupe.http.port = -1 | 0 to 65535",
                "troupe.http.port = eighty | whole number",
                "troupe.partitions = 0 | 1 to 4096",
                "troupe.partitions = 99999999999999999999 | whole number",
                "troupe.gateway.deadline = 10 | unit",
                "troupe.gateway.deadline = 0s | 20ms to 60s",
                "troupe.gateway.deadline = -1s | 20ms to 60s",
                "troupe.gateway.deadline = 99999999999d | 20ms to 60s",
                "troupe.gateway.deadline = soon | unit",
                "troupe.storage.hash-seed = 1 | no setting troupe.storage.hash-seed",
                "troupe.gateway.deadline = 61s | 20ms to 60s",
                "troupe.gateway.resend-after = 5s | shorter than troupe.gateway.deadline, which is 5s",
                "troupe.gateway { deadline = 400ms } | shorter than troupe.gateway.deadline, which is 400ms",
                "troupe.http.drain = 11s | 0s to 10s",
                "troupe.http.advertised-url = 0.0.0.0 | http://",
                "troupe.http.advertised-url = \"http://a/b\" | http://",
                "troupe.partitions = 1.5 | whole number",
                "troupe.partitions = \"1.5\" | whole number",
                "troupe.caches = 5 | setting troupe.caches = 5",
                "troupe = 5 | setting troupe = 5",
                "troupe { storage.max-memory = 64 MiB, caches.a.max-bytes = 65 MiB } | 68157440 bytes",
                "troupe { storage.max-memory = 64 MiB, caches.a.max-bytes = 65 MiB } | max-memory is 67108864 bytes",
                "troupe.cluster.seeds = [\"::1:17355\"] | [::1]:17355",
                "troupe.gateway.max-bytes = 1 | size",
                "troupe.gateway.max-bytes = 101% | 6%",
                "troupe.http.max-bytes-in-flight = 2.5% | 6%",
                "troupe { http.max-bytes-in-flight = 30% } | a heap of",
                "troupe { http.max-bytes-in-flight = 30% } | raise the heap (-Xmx",
                "troupe { http.max-bytes-in-flight = 60% } | 133; lower troupe.limits.max-value-bytes",
                "troupe.storage.max-memory = 200% | 50%",
                "troupe.storage.max-memory = 100% | -XX:MaxDirectMemorySize=",
                "troupe { storage.max-memory = 200%, cluster.storage = off } | 50%",
                "troupe.storage.max-memory = -1% | 50%",
                "troupe.storage.max-memory = x% | 50%",
                "troupe.storage.max-memory = 1 KiB | 16 MiB",
                "troupe.storage.max-memory = 10mib | size",
                "troupe.storage.max-memory = 9999999 GiB | size",
                "troupe.limits.max-value-bytes = 17 MiB | 16 MiB",
                "troupe.limits.max-key-bytes = 513 | 512",
                "troupe.http.host = 0.0.0.0 | i-understand",
                "troupe.cluster.host = 0.0.0.0 | i-understand",
                "troupe.cluster.host = no-such-host.invalid | not the address",
                "troupe.cluster.seeds = [nonsense] | host:port",
                "troupe.cluster.seeds = 5 | list",
                "troupe.cluster.name = \"a b\" | letters",
                "troupe.cluster.storage = maybe | on or off",
                "troupe.cluster.weight = 0 | 1 to 100",
                "troupe.cluster.weight = 101 | 1 to 100",
                "troupe.cluster.machine = \"a b\" | letters",
                "troupe.cluster.rebalance.max-moves = 101 | 0 to 100",
                "troupe.cluster.ownerless-alarm = 10ms | 1s to 3600s",
                "troupe.cluster.rebalance.max-move = 1 | did you mean 'max-moves'",
                "troupe.caches.UPPER = {} | a-z 0-9",
                "troupe.caches.\"../x\" = {} | a-z 0-9",
                "troupe.caches.a = 5 | section",
                "troupe.caches.a.ttl = 0s | 1ms",
                "troupe.caches.a.eviction = fifo | s3-fifo",
                "troupe.caches.a.max-bytes = 1 MiB | 10068787 B",
                "troupe { partitions = 4096, storage.max-memory = 20 MiB } | 85566259 B",
                "troupe { copies.backups = 0, caches.a.replication = sync } | cannot wait for copies",
                "troupe.caches.a { ttl = 2s, max-ttl = 1s } | longer than maxTtl",
            })
    void badSettingIsNamedWithItsPathAndWhatIsAllowed(String setting, String allowed) {
        assertThatThrownBy(() -> read(setting))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("troupe")
                .hasMessageContaining(allowed)
                .message()
                .doesNotContain("\n");
    }
}

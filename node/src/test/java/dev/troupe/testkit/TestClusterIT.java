package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Entry;
import dev.troupe.api.LoadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the kit offers, in the order in which nodes get fewer. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @RegisterExtension
    static final TestClusterExtension CLUSTER =
            TestClusterExtension.ofNodes(3, ConfigFactory.parseString("troupe.caches.users.ttl = 1h"));

    private static <T> T result(CompletionStage<T> stage) {
        return Waiting.until(stage.toCompletableFuture(), PATIENCE);
    }

    private static Optional<String> get(int node, String key) {
        return result(CLUSTER.cluster().cache(node, "users").get(key)).map(Entry::value);
    }

    private static void put(int node, String key) {
        result(CLUSTER.cluster().cache(node, "users").put(key, "value"));
    }

    @Test
    @Order(1)
    void loadsAreCountedOverAllNodes() {
        CountedLoader<String, String> loader = CountedLoader.of(
                key -> CompletableFuture.supplyAsync(() -> Optional.of("loaded"), LoadOptions.DEFAULT.executor()));
        List<CompletionStage<Optional<String>>> answers = new ArrayList<>();
        for (int caller = 0; caller < 90; caller++) {
            answers.add(CLUSTER.cluster().cache(caller % 3, "users").getOrLoad("u", loader, LoadOptions.DEFAULT));
        }
        answers.forEach(answer -> assertThat(result(answer)).contains("loaded"));
        loader.assertLoadedOnce("u");
        assertThatThrownBy(() -> loader.assertLoadedOnce("other")).isInstanceOf(AssertionError.class);
    }

    @Test
    @Order(2)
    void nodeThatIsCutOffComesBackWhenReconnectedSoon() {
        put(0, "before");
        CLUSTER.cluster().cutOff(2);
        assertThatThrownBy(() -> {
                    for (int key = 0; key < 50; key++) {
                        put(2, "cut" + key);
                    }
                })
                .isInstanceOf(RuntimeException.class);
        CLUSTER.cluster().reconnect(2);
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(get(2, "before")).contains("value");
            for (int key = 0; key < 50; key++) {
                put(key % 3, "again" + key);
            }
        });
    }

    @Test
    @Order(3)
    void entriesSurviveANodeThatIsKilled() {
        // Each owner finds out for itself that the node which was cut off is back.
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            for (int key = 0; key < 40; key++) {
                put(key % 3, "kept" + key);
            }
        });
        awaitCopies();
        CLUSTER.cluster().kill(2);
        assertThat(CLUSTER.cluster().hasEnded(2)).isTrue();
        for (int key = 0; key < 40; key++) {
            String kept = "kept" + key;
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(0, kept)).contains("value"));
        }
    }

    /** Until every copy has everything; what owners say may be a second old. */
    private static void awaitCopies() {
        Awaitility.await()
                .atMost(PATIENCE)
                .during(Duration.ofMillis(1500))
                .until(() -> CLUSTER
                        .cluster()
                        .troupe(0)
                        .cluster()
                        .partitions()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .partitions()
                        .stream()
                        .allMatch(partition -> partition.copies().fullyReplicated()
                                && partition.copies().lag() == 0));
    }

    @Test
    @Order(4)
    void nodeThatIsAddedServesAndOneThatLeavesLosesNothing() {
        int added = CLUSTER.cluster().add();
        put(added, "late");
        CLUSTER.cluster().leave(1);
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(0, "late")).contains("value"));
    }
}

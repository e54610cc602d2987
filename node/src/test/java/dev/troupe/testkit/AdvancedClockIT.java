package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.Cache;
import dev.troupe.api.ClusterView.Partition;
import dev.troupe.api.Entry;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.PutOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time that tests do not wait for, on three nodes. The last test costs one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdvancedClockIT {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    static final TestClusterExtension CLUSTER = TestClusterExtension.ofNodes(3);

    private static <T> T result(CompletionStage<T> stage) {
        return Waiting.until(stage.toCompletableFuture(), PATIENCE);
    }

    private static Cache<String, String> cache(int node) {
        return CLUSTER.cluster().cache(node, "default");
    }

    private static Optional<String> get(int node, String key) {
        return result(cache(node).get(key)).map(Entry::value);
    }

    private static void putAll(String prefix, PutOptions options) {
        for (int key = 0; key < 30; key++) {
            result(cache(key % 3).put(prefix + key, "value", options));
        }
        awaitCopies();
    }

    private static List<Partition> partitions() {
        return result(CLUSTER.cluster().troupe(0).cluster().partitions()).partitions();
    }

    private static long entries() {
        return partitions().stream().mapToLong(Partition::entries).sum();
    }

    /** Until every copy has everything; what owners say may be a second old. */
    private static void awaitCopies() {
        Awaitility.await()
                .atMost(PATIENCE)
                .during(Duration.ofMillis(1500))
                .until(() -> partitions().stream()
                        .allMatch(partition -> partition.copies().fullyReplicated()
                                && partition.copies().lag() == 0));
    }

    private static void advance(Duration time) {
        CLUSTER.cluster().advance(time);
    }

    @Test
    @Order(1)
    void entriesExpireOnAllNodesAtOnce() {
        putAll("mortal", PutOptions.DEFAULT.withTtl(HOUR));
        advance(HOUR.minusMinutes(1));
        for (int key = 0; key < 30; key++) {
            Entry<String> entry = result(cache(key % 3).get("mortal" + key)).orElseThrow();
            assertThat(entry.remaining().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(1));
        }
        advance(Duration.ofMinutes(1));
        for (int key = 0; key < 30; key++) {
            assertThat(get((key + 1) % 3, "mortal" + key)).isEmpty();
        }
    }

    @Test
    @Order(2)
    void entriesThatAreReadStayAndIdleOnesExpire() {
        PutOptions options = PutOptions.DEFAULT.withIdle(HOUR);
        result(cache(0).put("read", "value", options));
        result(cache(0).put("idle", "value", options));
        advance(Duration.ofMinutes(40));
        assertThat(get(1, "read")).contains("value");
        advance(Duration.ofMinutes(40));
        assertThat(get(2, "read")).contains("value");
        assertThat(get(2, "idle")).isEmpty();
        advance(HOUR);
        assertThat(get(0, "read")).isEmpty();
    }

    @Test
    @Order(3)
    void expiredEntriesAreRemovedThoughNobodyReadsThem() {
        result(cache(0).clear());
        putAll("swept", PutOptions.DEFAULT.withTtl(HOUR));
        Awaitility.await().atMost(PATIENCE).until(() -> entries() == 30);
        advance(HOUR);
        Awaitility.await().atMost(PATIENCE).until(() -> entries() == 0);
    }

    @Test
    @Order(4)
    void thatThereIsNothingIsForgottenInItsTime() {
        LoadOptions options = LoadOptions.DEFAULT.withNegativeTtl(HOUR);
        CountedLoader<String, String> nothing =
                CountedLoader.of(key -> CompletableFuture.completedFuture(Optional.empty()));
        for (int node = 0; node < 3; node++) {
            assertThat(result(cache(node).getOrLoad("nothing", nothing, options)))
                    .isEmpty();
        }
        advance(HOUR.minusMinutes(1));
        assertThat(result(cache(1).getOrLoad("nothing", nothing, options))).isEmpty();
        nothing.assertLoadedOnce("nothing");
        advance(Duration.ofMinutes(1));
        assertThat(result(cache(2).getOrLoad("nothing", nothing, options))).isEmpty();
        nothing.assertLoaded("nothing", 2);
    }

    @Test
    @Order(5)
    void entryThatIsAlmostOverIsLoadedAhead() {
        LoadOptions options = LoadOptions.DEFAULT.withTtl(HOUR).withRefreshAhead(Duration.ofMinutes(10));
        CountedLoader<String, String> loader =
                CountedLoader.of(key -> CompletableFuture.completedFuture(Optional.of("loaded")));
        assertThat(result(cache(0).getOrLoad("ahead", loader, options))).contains("loaded");
        advance(Duration.ofMinutes(45));
        assertThat(result(cache(1).getOrLoad("ahead", loader, options))).contains("loaded");
        loader.assertLoadedOnce("ahead");
        advance(Duration.ofMinutes(10));
        assertThat(result(cache(2).getOrLoad("ahead", loader, options))).contains("loaded");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> result(cache(0).get("ahead"))
                                .orElseThrow()
                                .remaining()
                                .orElseThrow()
                                .compareTo(Duration.ofMinutes(50))
                        > 0);
        loader.assertLoaded("ahead", 2);
    }

    @Test
    @Order(6)
    void clockDoesNotGoBack() {
        assertThatThrownBy(() -> advance(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Order(7)
    void copiesAreAsOldAsTheEntriesOfANodeThatIsKilled() {
        putAll("copied", PutOptions.DEFAULT.withTtl(HOUR));
        advance(Duration.ofMinutes(30));
        CLUSTER.cluster().kill(2);
        for (int key = 0; key < 30; key++) {
            String copied = "copied" + key;
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(0, copied).isPresent());
            assertThat(result(cache(0).get(copied)).orElseThrow().remaining().orElseThrow())
                    .isBetween(Duration.ofMinutes(28), Duration.ofMinutes(30));
        }
        advance(Duration.ofMinutes(30));
        for (int key = 0; key < 30; key++) {
            assertThat(get(key % 2, "copied" + key)).isEmpty();
        }
    }
}

package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.node.Http;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are killed, paused and stopped, with the shipped settings. */
@Tag("alone")
final class CrashIT {
    private static final Duration REMOVED = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** Longer than a cut has to last before the split-brain strategy acts. */
    private static final Duration AFTERMATH = Duration.ofSeconds(9);

    @TempDir
    Path folder = Path.of("");

    private LocalCluster start() {
        return LocalCluster.start(ClusterPlan.onFreePorts(
                3, NodeProgram.of(NodeMemory.Use.TEST.byDefault()), List.of("--set", "troupe.partitions=24"), folder));
    }

    @Test
    void aKilledNodeIsNoMemberAfterThreeSecondsTheOldestToo() throws Exception {
        try (LocalCluster cluster = start()) {
            List<URI> uris = new ArrayList<>(cluster.awaitReady(Await.SOON));
            for (int killed : new int[] {2, 0, 1}) {
                awaitMembers(uris, 3);
                long before = System.nanoTime();
                cluster.node(killed).killForcibly();
                List<URI> survivors = new ArrayList<>(uris);
                survivors.remove(killed);
                await().atMost(REMOVED)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> survivors.stream()
                                .allMatch(survivor -> members(survivor).size() == 2));
                System.out.printf("killed node %d: removed after %d ms%n", killed + 1, millisSince(before));
                uris.set(killed, cluster.restart(killed).awaitReady(Await.SOON));
            }
        }
    }

    @Test
    void aNodeThatIsPausedForFiveSecondsStaysAMember() throws Exception {
        try (LocalCluster cluster = start()) {
            List<URI> uris = cluster.awaitReady(Await.SOON);
            awaitMembers(uris, 3);
            Map<String, String> before = members(uris.get(0));
            cluster.node(1).pause();
            await().pollDelay(PAUSE).atMost(Await.SOON).until(() -> true);
            cluster.node(1).resume();
            long resumed = System.nanoTime();
            await().during(AFTERMATH)
                    .atMost(Await.SOON)
                    .until(() -> uris.stream().allMatch(uri -> members(uri).equals(before)));
            System.out.printf("paused node: all members still there %d ms after it went on%n", millisSince(resumed));
            assertNobodyWasDowned(cluster);
        }
    }

    @Test
    void aNodeThatIsAskedToStopIsNotDowned() throws Exception {
        try (LocalCluster cluster = start()) {
            List<URI> uris = cluster.awaitReady(Await.SOON);
            awaitMembers(uris, 3);
            cluster.node(0).terminate();
            assertThat(cluster.node(0).awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            awaitMembers(uris.subList(1, 3), 2);
            assertNobodyWasDowned(cluster);
        }
    }

    private static void assertNobodyWasDowned(LocalCluster cluster) {
        assertThat(cluster.nodes())
                .allSatisfy(node ->
                        assertThat(Files.readString(node.log())).doesNotContain("downing", "SBR took decision"));
    }

    private static void awaitMembers(List<URI> nodes, int count) {
        await().atMost(Await.SOON)
                .until(() -> nodes.stream().allMatch(node -> {
                    Map<String, String> members = members(node);
                    return members.size() == count
                            && members.values().stream().allMatch(member -> member.endsWith(" up"));
                }));
    }

    /** Uid and status of every member by its address, as a node shows them. */
    private static Map<String, String> members(URI node) {
        try {
            Map<String, String> members = new TreeMap<>();
            JsonNode table = new ObjectMapper()
                    .readTree(new String(Http.get(node, "/v1/cluster").body(), StandardCharsets.UTF_8));
            table.get("members")
                    .forEach(member -> members.put(
                            member.get("address").asText(),
                            member.get("uid").asText() + " "
                                    + member.get("status").asText()));
            return members;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}

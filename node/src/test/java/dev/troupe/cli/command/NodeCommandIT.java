package dev.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheName;
import dev.troupe.api.PutResult;
import dev.troupe.cli.Run;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeLaunch;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code troupe node} as a process. */
final class NodeCommandIT {
    /** A node that never joined waits 40 s for its shard region to give up. */
    private static final Duration NEVER_JOINED = Duration.ofMinutes(2);

    private static final Duration FAILED_START = Duration.ofSeconds(15);

    @TempDir
    Path folder = Path.of("");

    @Test
    void nodePrintsABannerAndOneReadyLineAndEndsWithZeroWhenAskedTo() throws Exception {
        try (NodeProcess node = start("--http-port", "0", "--port", "0")) {
            URI uri = node.awaitReady(Await.SOON);
            assertThat(Run.troupe("put", "k", "v", "--url", uri.toString()).code())
                    .isZero();
            node.terminate();
            assertThat(node.awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            String output = Files.readString(node.log());
            assertThat(output).contains("curl " + uri + "/v1/caches/default/entries/hello", "cluster 'troupe'");
            assertThat(output.lines().filter(line -> line.startsWith("ready "))).containsExactly("ready " + uri);
            assertThat(output).containsSubsequence("Troupe ", "try\n", "curl " + uri, "ready ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "troupe.http.prot=1",
                "troupe.http.port=70000",
                "troupe.http.host=0.0.0.0",
                "troupe.cluster.host=0.0.0.0",
                "troupe.gateway.deadline=10",
                "troupe.storage.max-memory=200%",
                "troupe.caches.sessions.replication=twice",
            })
    void badSettingEndsTheStartWithOneLineThatNamesIt(String setting) throws Exception {
        try (NodeProcess node = start("--http-port", "0", "--port", "0", "--set", setting)) {
            assertThat(node.awaitExit(FAILED_START)).isEqualTo(OptionalInt.of(1));
            assertThat(Files.readAllLines(node.log()))
                    .singleElement()
                    .asString()
                    .startsWith("troupe: ")
                    .contains(setting.substring(0, setting.indexOf('=')));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"troupe.http.port", "troupe.cluster.port"})
    void portInUseEndsTheStartAndIsNamed(String setting) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                NodeProcess node =
                        start("--http-port", "0", "--port", "0", "--set", setting + "=" + taken.getLocalPort())) {
            assertThat(node.awaitExit(FAILED_START)).isEqualTo(OptionalInt.of(1));
            assertThat(Files.readAllLines(node.log()))
                    .filteredOn(line -> line.startsWith("troupe: "))
                    .singleElement()
                    .asString()
                    .contains(setting, String.valueOf(taken.getLocalPort()), "choose another port");
        }
    }

    @Test
    @Tag("slow")
    void nodeThatFindsNoClusterSaysWhichSeedsItTriedAndPrintsNothingToTry() throws Exception {
        try (NodeProcess node = start(
                "--http-port",
                "0",
                "--port",
                "0",
                "--seed",
                "127.0.0.1:1",
                "--set",
                "pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes=2s")) {
            assertThat(node.awaitExit(NEVER_JOINED)).isEqualTo(OptionalInt.of(11));
            assertThat(Files.readAllLines(node.log()))
                    .filteredOn(line -> line.startsWith("troupe: "))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:1", "start again");
            assertThat(Files.readString(node.log())).doesNotContain("\ntry\n");
        }
    }

    @Test
    @Tag("slow")
    void nodeWithAnotherCacheIsRefusedAndBothSidesSayWhy() throws Exception {
        int seed = ClusterPlan.clusterPorts(0, 1).get(0);
        Path log = folder.resolve("other.log");
        try (NodeProcess first = start("--http-port", "0", "--port", String.valueOf(seed))) {
            first.awaitReady(Await.SOON);
            List<String> line = new ArrayList<>(NodeProgram.of(NodeMemory.Use.TEST.byDefault()));
            Path conf = Files.writeString(folder.resolve("other.conf"), "troupe.caches { default {}, aaa {} }");
            line.addAll(List.of("node", "--http-port", "0", "--port", "0", "--seed", "127.0.0.1:" + seed));
            line.addAll(List.of("--conf", conf.toString()));
            try (NodeProcess other = NodeProcess.start(new NodeLaunch("other", line, log))) {
                assertThat(other.awaitExit(NEVER_JOINED)).isEqualTo(OptionalInt.of(11));
            }
            assertThat(Files.readString(log))
                    .containsPattern("(?m)^troupe: .*127.0.0.1:" + seed + ".*partitions, caches or limits");
            assertThat(Files.readString(first.log())).contains("troupe.caches.aaa is {}");
        }
    }

    @Test
    void brokenSettingsFileIsNamedWithTheLine() throws Exception {
        Path conf = Files.writeString(folder.resolve("broken.conf"), "troupe {\n  http { port = \n");
        try (NodeProcess node = start("--conf", conf.toString())) {
            assertThat(node.awaitExit(FAILED_START)).isEqualTo(OptionalInt.of(1));
            assertThat(Files.readString(node.log())).contains("broken.conf").containsPattern("[:@ ][23]\\b");
        }
    }

    @Test
    void killedNodeLosesItsEntriesAndTheOthersServeEveryKeyAgain() throws Exception {
        ClusterPlan plan = ClusterPlan.onFreePorts(
                3, NodeProgram.of(NodeMemory.Use.TEST.byDefault()), List.of("--set", "troupe.partitions=24"), folder);
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            List<URI> uris = cluster.awaitReady(Await.SOON);
            assertThat(everyKeyIsWritten(uris)).isTrue();
            cluster.node(2).killForcibly();
            List<URI> survivors = uris.subList(0, 2);
            await().atMost(Await.SOON).until(() -> everyKeyIsWritten(survivors));
        }
    }

    @Test
    void nodeThatIsAskedToStopLeavesItsClusterAndDoesNotVanish() throws Exception {
        ClusterPlan plan = ClusterPlan.onFreePorts(
                2, NodeProgram.of(NodeMemory.Use.TEST.byDefault()), List.of("--set", "troupe.partitions=24"), folder);
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            cluster.awaitReady(Await.SOON);
            cluster.node(1).terminate();
            assertThat(cluster.node(1).awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            cluster.node(0).terminate();
            assertThat(cluster.node(0).awaitExit(Await.SOON)).isEqualTo(OptionalInt.of(0));
            assertThat(Files.readString(cluster.node(0).log())).doesNotContain("UNREACHABLE", "aborted");
        }
    }

    private static boolean everyKeyIsWritten(List<URI> nodes) {
        List<CompletableFuture<PutResult>> puts = new ArrayList<>();
        try (RemoteCaches caches = RemoteCaches.unasked(ClientSettings.of(nodes))) {
            Cache<byte[], byte[]> cache = caches.assumed(CacheName.DEFAULT);
            for (int key = 0; key < 100; key++) {
                byte[] bytes = ("key" + key).getBytes(StandardCharsets.UTF_8);
                puts.add(cache.put(bytes, bytes).toCompletableFuture());
            }
            puts.forEach(CompletableFuture::join);
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    private NodeProcess start(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(NodeProgram.of(NodeMemory.Use.TEST.byDefault()));
        line.add("node");
        line.addAll(List.of(arguments));
        return NodeProcess.start(new NodeLaunch("node", line, folder.resolve("node.log")));
    }
}

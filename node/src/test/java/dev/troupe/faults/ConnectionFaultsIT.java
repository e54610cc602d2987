package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.RawConnection;
import dev.troupe.lifecycle.LocalNodes;
import dev.troupe.node.TroupeNode;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that stop in the middle, and code that stops a node's threads. */
@Tag("faults")
final class ConnectionFaultsIT {
    private static final int LARGEST = 16 << 20;
    private static final String ENTRIES = "/v1/caches/default/entries/";
    /** A connection on which nothing moves ends after 30 s; see {@code idle-timeout}. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void row38HalfAnUploadStoresNothingAndHoldsNothing() throws IOException, InterruptedException {
        try (LocalCluster cluster = LocalCluster.start(large())) {
            List<URI> addresses = cluster.awaitReady(Stage.START);
            byte[] half = new byte[LARGEST / 2];
            for (int round = 0; round < 30; round++) {
                URI node = addresses.get(round % addresses.size());
                try (RawConnection upload = new RawConnection(node)) {
                    upload.send("PUT " + ENTRIES + "half-" + round + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + LARGEST + "\r\n\r\n");
                    upload.send(half);
                }
            }
            long start = System.nanoTime();
            for (URI node : addresses) {
                awaitStored(node, "whole");
            }
            print("whole values are taken at every node", start);
            for (int round = 0; round < 30; round++) {
                assertThat(status(addresses.get(0), "half-" + round)).isEqualTo(404);
            }
            assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
        }
    }

    @Test
    void row38AReaderThatStopsIsCutOffAndHoldsNothing() throws IOException, InterruptedException {
        List<Socket> deaf = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(large())) {
            URI node = cluster.awaitReady(Stage.START).get(0);
            awaitStored(node, "large");
            for (int reader = 0; reader < 20; reader++) {
                deaf.add(askWithoutReading(node, "large"));
            }
            long start = System.nanoTime();
            Awaitility.await("small requests to be answered meanwhile")
                    .during(IDLE.plus(Stage.ROOM))
                    .atMost(IDLE.plus(Stage.ROOM).plus(Stage.START))
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> status(node, "small") == 404);
            assertThat(status(node, "large")).isEqualTo(200);
            print("a large value is read again", start);
            for (Socket socket : deaf) {
                assertThat(readToEnd(socket)).isLessThan(LARGEST);
            }
            assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void row33BlockingCodeOnTheDefaultDispatcherMakesNobodyUnreachable() {
        CountDownLatch end = new CountDownLatch(1);
        try (LocalNodes nodes = LocalNodes.start(3, Map.of())) {
            TroupeNode blocked = nodes.node(2);
            Executor dispatcher = blocked.system().dispatchers().lookup(DispatcherSelector.defaultDispatcher());
            for (int thread = 0; thread < 64; thread++) {
                dispatcher.execute(() -> block(end));
            }
            Awaitility.await("everybody in reach")
                    .during(Duration.ofSeconds(20))
                    .atMost(Duration.ofSeconds(60))
                    .failFast(
                            "somebody is unreachable",
                            () -> !nodes.node(0).view().members().unreachable().isEmpty())
                    .until(() -> nodes.node(1).view().members().unreachable().isEmpty());
            CompletableFuture<Integer> alive = http.sendAsync(
                            HttpRequest.newBuilder(blocked.httpUri().resolve("/alive"))
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            BodyHandlers.discarding())
                    .handle((response, failure) -> failure == null ? response.statusCode() : 0);
            System.out.println("row 33: nobody unreachable for 20 s, /alive of the blocked node answered "
                    + (alive.join() == 0 ? "nothing" : alive.join()));
            end.countDown();
            assertThat(nodes.node(0).view().members().members()).hasSize(3);
        } finally {
            end.countDown();
        }
    }

    private static void block(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ClusterPlan large() {
        return Stage.direct(
                3,
                new NodeMemory("2560m"),
                List.of("troupe.limits.max-value-bytes=16 MiB", "troupe.storage.max-memory=512 MiB"));
    }

    private static Socket askWithoutReading(URI node, String key) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
        socket.getOutputStream()
                .write(("GET " + ENTRIES + key + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** How many bytes there were before the connection ended. */
    private static int readToEnd(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        byte[] buffer = new byte[64 << 10];
        int count = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                count += read;
            }
        } catch (SocketException reset) {
            return count;
        }
        return count;
    }

    private void awaitStored(URI node, String key) {
        HttpRequest put = HttpRequest.newBuilder(node.resolve(ENTRIES + key))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[LARGEST]))
                .timeout(Duration.ofSeconds(30))
                .build();
        Awaitility.await("a large value to be stored")
                .atMost(IDLE)
                .pollInSameThread()
                .until(() -> http.send(put, BodyHandlers.discarding()).statusCode() / 100 == 2);
    }

    private int status(URI node, String key) throws IOException, InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(node.resolve(ENTRIES + key))
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(get, BodyHandlers.discarding()).statusCode();
    }

    private static void print(String what, long startNanos) {
        System.out.println("row 38: RECOVERY " + (System.nanoTime() - startNanos) / 1_000_000 + " ms, until " + what);
    }
}

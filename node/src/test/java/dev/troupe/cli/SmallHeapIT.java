package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.node.Http;
import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes with little memory and clients with large values: each request is served, refused or unknown, and the node lives. */
final class SmallHeapIT {
    private static final int CLIENTS = 24;
    private static final int ROUNDS = 5;
    private static final int VALUE_BYTES = 1 << 20;
    private static final Set<Integer> ANSWERS = Set.of(200, 201, 204, 404, 503, 504);

    @TempDir
    Path folder = Path.of("");

    /** With one node nobody lacks a change; of two each keeps copies. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void largestValuesFromManyClientsDoNotEndNodesOfASmallHeap(int nodes) throws Exception {
        try (LocalCluster cluster = LocalCluster.start(
                ClusterPlan.onFreePorts(nodes, NodeProgram.of(new NodeMemory("512m")), List.of(), folder))) {
            List<URI> addresses = new ArrayList<>(cluster.awaitReady(Await.SOON));
            Map<Integer, Integer> answers = new TreeMap<>();
            for (Future<List<Integer>> client : flood(addresses)) {
                client.get().forEach(status -> answers.merge(status, 1, Integer::sum));
            }
            assertThat(answers.keySet()).isSubsetOf(ANSWERS);
            assertThat(answers.keySet()).contains(200, 201);
            for (URI address : addresses) {
                assertThat(Http.get(address, "/alive").statusCode()).isEqualTo(200);
            }
        }
    }

    private static List<Future<List<Integer>>> flood(List<URI> nodes) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<List<Integer>>> work = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                work.add(() -> requests(nodes.get(number % nodes.size()), number));
            }
            return clients.invokeAll(work);
        } finally {
            clients.shutdown();
        }
    }

    /** New keys, and some of those of others. */
    private static List<Integer> requests(URI node, int client) throws Exception {
        byte[] value = new byte[VALUE_BYTES];
        List<Integer> statuses = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            statuses.add(Http.put(node, path(client, round), value).statusCode());
            statuses.add(Http.get(node, path((client + round) % CLIENTS, round)).statusCode());
        }
        return statuses;
    }

    private static String path(int client, int round) {
        return "/v1/caches/default/entries/" + client + "-" + round;
    }
}

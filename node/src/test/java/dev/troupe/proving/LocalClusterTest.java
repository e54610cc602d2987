package dev.troupe.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import dev.troupe.proving.network.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalClusterTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void allNodesStartAndTheFirstIsTheSeedOfTheOthers() throws InterruptedException, IOException {
        ClusterPlan plan = plan(3);
        List<Integer> told = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            List<URI> addresses = cluster.awaitReady(Await.SOON, told::add);
            assertThat(addresses).hasSize(3);
            String seed = "--seed, 127.0.0.1:" + plan.clusterPorts().get(0);
            assertThat(log(cluster, 0)).contains("--planned-nodes, 3").doesNotContain("--seed");
            assertThat(log(cluster, 1)).contains(seed);
            assertThat(log(cluster, 2)).contains(seed);
        }
        assertThat(told).isSorted().endsWith(3);
    }

    @Test
    void closingEndsAllNodes() throws InterruptedException {
        LocalCluster cluster = LocalCluster.start(plan(2));
        cluster.awaitReady(Await.SOON);
        cluster.close();
        assertThat(cluster.nodes()).noneMatch(NodeProcess::isAlive);
    }

    @Test
    void aNodeThatDiesAtTheStartIsNamed() {
        try (LocalCluster cluster = LocalCluster.start(plan(2, "die"))) {
            assertThatThrownBy(() -> cluster.awaitReady(Await.SOON))
                    .isInstanceOf(NodeFailedException.class)
                    .hasMessageContaining("ended with exit code 3")
                    .hasMessageContaining("something is wrong with this node");
        }
    }

    @Test
    void aNodeThatStaysSilentIsNamed() {
        try (LocalCluster cluster = LocalCluster.start(plan(1, "silent"))) {
            assertThatThrownBy(() -> cluster.awaitReady(Duration.ofMillis(300)))
                    .isInstanceOf(NodeFailedException.class)
                    .hasMessageContaining("node-1 was not ready");
        }
    }

    @Test
    void aRestartedNodeJoinsTheOthers() throws InterruptedException, IOException {
        ClusterPlan plan = plan(2);
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            cluster.awaitReady(Await.SOON);
            assertThatThrownBy(() -> cluster.restart(0)).isInstanceOf(IllegalStateException.class);
            cluster.node(0).killForcibly();
            cluster.restart(0).awaitReady(Await.SOON);
            assertThat(log(cluster, 0))
                    .contains("--seed, 127.0.0.1:" + plan.clusterPorts().get(1));
        }
    }

    @Test
    void behindANetworkEachNodeHasAnAddressOfItsOwn() throws InterruptedException, IOException {
        ClusterPlan plan = plan(2).throughNetwork();
        Endpoint second = plan.endpoints().get(2);
        assertThat(second.name()).isEqualTo("node-2");
        assertThat(second.source()).isEqualTo(InetAddress.getByName("127.0.0.2"));
        assertThat(second.front())
                .isEqualTo(
                        new InetSocketAddress("127.0.0.2", plan.clusterPorts().get(1)));
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            cluster.awaitReady(Await.SOON);
            assertThat(log(cluster, 1))
                    .contains("--seed, 127.0.0.1:" + plan.clusterPorts().get(0))
                    .contains("troupe.cluster.host=127.0.0.2")
                    .contains("troupe.cluster.bind-port=" + second.target().getPort())
                    .contains("outbound-client-hostname=127.0.0.2");
            cluster.node(0).killForcibly();
            cluster.restart(0).awaitReady(Await.SOON);
            assertThat(log(cluster, 0))
                    .contains("--seed, 127.0.0.2:" + plan.clusterPorts().get(1));
        }
        assertThat(plan(2).endpoints()).isEmpty();
    }

    @Test
    void behindANetworkDirectConnectionsToANodeTakeADetourToo() throws InterruptedException, IOException {
        ClusterPlan plan = plan(2).throughNetwork();
        assertThat(plan.endpoints()).extracting(Endpoint::name).containsExactly("node-1", "node-1", "node-2", "node-2");
        assertThat(plan.endpoints())
                .flatExtracting(endpoint -> List.of(endpoint.front(), endpoint.target()))
                .doesNotHaveDuplicates();
        Endpoint direct = plan.endpoints().get(3);
        assertThat(direct.source()).isEqualTo(InetAddress.getByName("127.0.0.2"));
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            cluster.awaitReady(Await.SOON);
            assertThat(log(cluster, 1))
                    .contains("troupe.direct.port=" + direct.front().getPort())
                    .contains("troupe.direct.bind-port=" + direct.target().getPort());
        }
    }

    @Test
    void portsFollowTheFirstUnlessItIsZero() {
        assertThat(ClusterPlan.httpPorts(8480, 3)).containsExactly(8480, 8481, 8482);
        assertThat(ClusterPlan.httpPorts(0, 2)).containsExactly(0, 0);
        assertThat(ClusterPlan.clusterPorts(17355, 2)).containsExactly(17355, 17356);
        assertThat(ClusterPlan.clusterPorts(0, 20))
                .hasSize(20)
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    private ClusterPlan plan(int nodes, String... arguments) {
        return ClusterPlan.onFreePorts(nodes, TinyNode.program(), List.of(arguments), folder);
    }

    private static String log(LocalCluster cluster, int index) throws IOException {
        return Files.readString(cluster.node(index).log());
    }
}

package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.proving.ClusterPlan;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.network.FaultyNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who goes on and who gives up when nodes lose each other; how a misfit is refused. */
@Tag("faults")
final class MembershipFaultsIT {
    private static final Duration DECISION = Stage.AFTER_SILENCE.plus(Stage.ROOM);
    private static final OptionalInt THE_CLUSTER_WENT_ON = OptionalInt.of(10);

    @Test
    void row04ASurvivorOfThreeGivesUpWithAReason() throws InterruptedException, IOException {
        try (Running running = Running.start(3)) {
            long start = System.nanoTime();
            running.kill(0);
            running.kill(1);
            assertThat(running.cluster.node(2).awaitExit(DECISION)).isEqualTo(THE_CLUSTER_WENT_ON);
            print("row 4", "the survivor gave up", start);
            assertThat(Files.readString(running.cluster.node(2).log())).contains("troupe: ");
        }
    }

    @Test
    void row18OfTwoNodesOneStopsWhenTheyAreCutApart() throws InterruptedException {
        try (Running running = Running.start(2)) {
            long start = System.nanoTime();
            running.network.isolate("node-2");
            assertThat(running.cluster.node(1).awaitExit(DECISION)).isEqualTo(THE_CLUSTER_WENT_ON);
            print("row 18", "node 2 of 2 gave up", start);
            assertThat(running.cluster.node(0).awaitExit(Duration.ofSeconds(10)))
                    .isEmpty();
        }
    }

    @Test
    void row19OfThreeThatAreAllCutApartNoneGoesOn() throws InterruptedException {
        try (Running running = Running.start(3)) {
            long start = System.nanoTime();
            IntStream.rangeClosed(1, 3).forEach(node -> running.network.isolate("node-" + node));
            for (int node = 0; node < 3; node++) {
                assertThat(running.cluster.node(node).awaitExit(DECISION)).isEqualTo(THE_CLUSTER_WENT_ON);
            }
            print("row 19", "all three gave up", start);
        }
    }

    @Test
    void row23AFirstSeedThatRestartsWhileItIsCutOffServesNoSecondCluster() throws InterruptedException, IOException {
        try (Running running = Running.start(3)) {
            running.kill(0);
            running.network.isolate("node-1");
            running.network.accept("node-1");
            ClusterPlan plan = running.plan;
            ClusterPlan first = new ClusterPlan(
                    plan.program(),
                    List.of(
                            "--seed",
                            "127.0.0.1:" + plan.clusterPorts().get(0),
                            "--seed",
                            "127.0.0.2:" + plan.clusterPorts().get(1),
                            "--set",
                            "troupe.cluster.planned-nodes=3"),
                    List.of(0),
                    plan.clusterPorts().subList(0, 1),
                    Files.createTempDirectory("troupe-seed-"),
                    plan.detours().subList(0, 1));
            try (LocalCluster alone = LocalCluster.start(first)) {
                assertThat(alone.node(0).awaitExit(Duration.ofSeconds(30))).isEmpty();
                assertThat(alone.node(0).readyAddress()).as("ready alone").isEmpty();
                System.out.println("row 23: the first seed was not ready within 30 s while it was cut off");
            }
        }
    }

    @Test
    void row40AMisfitIsRefusedAndTheClusterIsUnaffected() throws InterruptedException, IOException {
        try (Running running = Running.start(2)) {
            ClusterPlan misfit = new ClusterPlan(
                    running.plan.program(),
                    List.of(
                            "--seed",
                            "127.0.0.1:" + running.plan.clusterPorts().get(0),
                            "--set",
                            "troupe.partitions=128"),
                    List.of(0),
                    ClusterPlan.clusterPorts(0, 1),
                    Files.createTempDirectory("troupe-misfit-"));
            long start = System.nanoTime();
            try (LocalCluster other = LocalCluster.start(misfit)) {
                OptionalInt code = other.node(0).awaitExit(Duration.ofSeconds(100));
                assertThat(code).isPresent();
                assertThat(code.getAsInt()).isNotZero();
                assertThat(Files.readString(other.node(0).log())).contains("troupe: ", "partitions");
                print("row 40", "the misfit ended with exit code " + code.getAsInt(), start);
            }
            assertThat(running.cluster.nodes()).allMatch(NodeProcess::isAlive);
        }
    }

    private static void print(String row, String what, long startNanos) {
        System.out.println(row + ": RECOVERY " + (System.nanoTime() - startNanos) / 1_000_000 + " ms, until " + what);
    }

    /** Nodes behind a network, without clients. */
    private record Running(ClusterPlan plan, FaultyNetwork network, LocalCluster cluster) implements AutoCloseable {
        static Running start(int nodes) throws InterruptedException {
            ClusterPlan plan = Stage.plan(nodes, "async");
            FaultyNetwork network = FaultyNetwork.open(plan.endpoints());
            Running running = new Running(plan, network, LocalCluster.start(plan));
            try {
                running.cluster.awaitReady(Stage.START);
                return running;
            } catch (NodeFailedException failed) {
                running.close();
                throw failed;
            }
        }

        void kill(int index) throws InterruptedException {
            cluster.node(index).killForcibly();
            network.refuse(cluster.node(index).name());
        }

        @Override
        public void close() {
            cluster.close();
            network.close();
        }
    }
}

package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.faults.Flood.Shape;
import dev.troupe.faults.Flood.Tally;
import dev.troupe.proving.LocalCluster;
import dev.troupe.proving.NodeMemory;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.history.Judgement;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults that clients are: too much data, and too many requests. */
@Tag("faults")
final class LoadFaultsIT {
    /** What a gateway's deadline of 5 s leaves for the way to the client and back. */
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private static final int CALM = 32;

    @Test
    void row31ACacheThatFillsItsMemoryEvictsOrRefusesAndNobodyIsRemoved() throws InterruptedException {
        try (LocalCluster cluster = LocalCluster.start(Stage.direct(3, new NodeMemory("384m"), List.of()))) {
            List<URI> addresses = cluster.awaitReady(Stage.START);
            try (Flood flood = new Flood(addresses, new Shape(30_000, 0, 16 << 10))) {
                Tally tally = flood.run(CALM, Duration.ofSeconds(60));
                print("row 31", tally);
                assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
                assertThat(tally.byStatus().keySet()).isSubsetOf(Set.of(200, 201, 204, 404, 503, 504, 507));
                assertThat(tally.done()).isPositive();
            }
            for (URI address : addresses) {
                Admin admin = new Admin(address);
                assertThat(admin.members()).isEqualTo(3);
                assertThat(admin.unreachable()).isZero();
            }
        }
    }

    @Test
    void row39TenTimesTheLoadAndOneHotKeyAreRefusedQuicklyAndStarveNobody() throws InterruptedException {
        try (Stage stage = Stage.async(
                        "row 39",
                        3,
                        "troupe.gateway.max-requests-per-partition=40",
                        "troupe.gateway.max-requests=200");
                Flood flood = new Flood(stage.addresses(), new Shape(200, 90, 1024))) {
            Tally warm = flood.run(CALM, Duration.ofSeconds(8));
            Tally calm = flood.run(CALM, Duration.ofSeconds(10));
            print("row 39, warming up", warm);
            print("row 39, " + CALM + " at a time", calm);
            Tally much = flood.run(10 * CALM, Duration.ofSeconds(60));
            print("row 39, " + 10 * CALM + " at a time", much);
            stage.served();
            assertThat(much.byStatus().keySet()).isSubsetOf(Set.of(200, 201, 204, 404, 429, 503, 504));
            assertThat(much.withoutAdvice()).as("refusals without Retry-After").isZero();
            assertThat(much.slowest()).isLessThan(ANSWER.plus(Stage.ROOM));
            assertThat(much.served()).as("keys that were served").hasSize(200);
            assertThat(much.perSecond()).as("of %.0f before", calm.perSecond()).isGreaterThan(0.7 * calm.perSecond());
            for (int node = 0; node < 3; node++) {
                assertThat(stage.node(node).isAlive()).isTrue();
            }
            Judgement judgement = stage.judge(Stage.WHILE_SLOW);
            assertThat(judgement.broken()).isEmpty();
        }
    }

    private static void print(String row, Tally tally) {
        System.out.printf(
                "%s: %.0f a second done, answers %s, slowest %d ms%n",
                row, tally.perSecond(), tally.byStatus(), tally.slowest().toMillis());
    }
}

package dev.troupe.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.bench.BenchRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTableTest {
    private static final BenchRow ROW =
            new BenchRow(BenchRow.Operation.GET, BenchRow.Place.MIXED, BenchRow.Caller.ASYNC);

    @Test
    void ratiosAreThoseWithinEachRoundAndNotOfTheMedians() {
        ContestTable table = new ContestTable();
        round(table, 100, 50);
        round(table, 300, 100);
        round(table, 200, 400);
        List<String> lines = table.lines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).contains("| Troupe | 200 | 100 - 300 |  |");
        assertThat(lines.get(3)).contains("| Hazelcast 5.7 | 100 | 50 - 400 | **2.00** (0.50 - 3.00) |");
    }

    @Test
    void errorsAreThoseOfAllRounds() {
        ContestTable table = new ContestTable();
        table.add(ROW, CacheSystem.TROUPE, new Measured(1, 1, 2, 1, 1));
        table.add(ROW, CacheSystem.TROUPE, new Measured(1, 1, 3, 1, 1));
        assertThat(table.lines().get(2)).endsWith("| 5 |");
    }

    @Test
    void aRunIsSteadyIfItIsNoFurtherFromTheOneBeforeThanTheShare() {
        assertThat(rate(95).isAsSteadyAs(rate(100), 0.05)).isTrue();
        assertThat(rate(94).isAsSteadyAs(rate(100), 0.05)).isFalse();
        assertThat(rate(106).isAsSteadyAs(rate(100), 0.05)).isFalse();
    }

    @Test
    void aSystemThatHasLostItsMembersIsSaidToHaveAndNotCounted() {
        ContestTable table = new ContestTable();
        round(table, 100, 50);
        table.parted(ROW, CacheSystem.HAZELCAST);
        assertThat(table.lines())
                .filteredOn(line -> line.contains("Hazelcast"))
                .singleElement()
                .asString()
                .startsWith("Hazelcast 5.7: its members lost each other under 'get, mixed, 256 in flight'");
    }

    private static void round(ContestTable table, double troupe, double hazelcast) {
        table.add(ROW, CacheSystem.TROUPE, rate(troupe));
        table.add(ROW, CacheSystem.HAZELCAST, rate(hazelcast));
    }

    private static Measured rate(double perSecond) {
        return new Measured(perSecond, 1, 0, 1, 1);
    }
}

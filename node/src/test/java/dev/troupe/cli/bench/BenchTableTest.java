package dev.troupe.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cli.bench.BenchRow.Caller;
import dev.troupe.cli.bench.BenchRow.Operation;
import dev.troupe.cli.bench.BenchRow.Place;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class BenchTableTest {
    private static final BenchRow ROW = new BenchRow(Operation.PUT, Place.REMOTE, Caller.BLOCKING);

    @Test
    void aRowHasTheMedianAndTheRangeOfItsRoundsAndTheCostAndTheErrorsOfAll() {
        BenchTable table = new BenchTable();
        table.add(ROW, 1, sample(1, 0, 10));
        table.add(ROW, 1, sample(1, 10, 110));
        table.add(ROW, 1, sample(2, 0, 60));
        assertThat(table.lines())
                .hasSize(3)
                .last()
                .isEqualTo("| put | remote | 2 blocking threads | 1 | 30 | 10 - 100 | 1.00 | 1.00 | 3.5 | 10 |");
        assertThat(table.errors()).isEqualTo(10);
    }

    @Test
    void rowsOfOtherBackupsAreOtherRows() {
        BenchTable table = new BenchTable();
        table.add(ROW, 0, sample(1, 0, 1));
        table.add(ROW, 1, sample(1, 0, 1));
        table.add(ROW, 0, sample(1, 0, 3));
        assertThat(table.lines()).hasSize(4);
        assertThat(table.lines().get(2)).contains("| 0 | 2 | 1 - 3 |");
    }

    @Test
    void thereAreTwelveRowsAndATextChoosesSome() {
        assertThat(BenchRow.containing("")).hasSize(12);
        assertThat(BenchRow.containing("put, remote, 2 blocking")).isEqualTo(List.of(ROW));
        assertThat(BenchRow.containing("get")).hasSize(6);
    }

    private static BenchSample sample(int seconds, int errors, int calls) {
        Histogram micros = new Histogram(3);
        micros.recordValueWithCount(1000, calls);
        return new BenchSample(seconds * 1_000_000_000L, 200_000, errors, micros);
    }
}

package dev.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.PartitionSize;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartitionReportsTest {
    private static final PartitionReport SIZE = report(3, 4);

    private final PartitionReports partitionReports = new PartitionReports(2);
    private final AtomicInteger asked = new AtomicInteger();

    private static PartitionReport report(long entries, long bytes) {
        return new PartitionReport(new PartitionSize(entries, bytes), CopyReport.UNKNOWN);
    }

    private CompletableFuture<List<PartitionReport>> sizes(long nowMillis) {
        return partitionReports.reports(List.of(0, 1), 1000, nowMillis, asked::incrementAndGet);
    }

    @Test
    void callersShareOneSurveyAndItsResultForASecond() {
        CompletableFuture<List<PartitionReport>> first = sizes(0);
        CompletableFuture<List<PartitionReport>> second = sizes(10);
        partitionReports.measured(0, SIZE);
        assertThat(first).isNotDone();
        partitionReports.measured(1, SIZE);
        assertThat(first).isCompletedWithValue(List.of(SIZE, SIZE));
        assertThat(second).isCompletedWithValue(List.of(SIZE, SIZE));
        assertThat(sizes(999)).isDone();
        assertThat(asked).hasValue(1);
        assertThat(sizes(1000)).isNotDone();
        assertThat(asked).hasValue(2);
    }

    @Test
    void silentOwnerCountsWithWhatItSaidLast() {
        CompletableFuture<List<PartitionReport>> first = sizes(0);
        partitionReports.measured(0, SIZE);
        partitionReports.measured(1, SIZE);
        assertThat(first).isDone();
        CompletableFuture<List<PartitionReport>> next = sizes(5000);
        partitionReports.measured(0, report(9, 9));
        partitionReports.tick(5500);
        assertThat(next).isNotDone();
        partitionReports.tick(5501);
        assertThat(next).isCompletedWithValue(List.of(report(9, 9), SIZE));
    }

    @Test
    void whatHasExpiredIsAskedForAgainAfterTheAnswersThatAreOnTheirWay() {
        CompletableFuture<List<PartitionReport>> first = sizes(0);
        CompletableFuture<Void> expired = partitionReports.expire();
        assertThat(expired).isNotDone();
        partitionReports.measured(0, SIZE);
        partitionReports.measured(1, SIZE);
        assertThat(first).isDone();
        assertThat(expired).isDone();
        assertThat(sizes(1)).isNotDone();
        assertThat(asked).hasValue(2);
    }
}

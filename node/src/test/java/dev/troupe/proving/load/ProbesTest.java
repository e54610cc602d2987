package dev.troupe.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.CacheName;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.FakeNode;
import dev.troupe.client.FakeNode.Canned;
import dev.troupe.client.RemoteCaches;
import dev.troupe.placement.Partitions;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Gap;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement.Verdict;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Recorder;
import dev.troupe.proving.history.Rules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ProbesTest {
    private static final Partitions PARTITIONS = new Partitions(16);
    /** So few that they would not come round twice within a test. */
    private static final int RARE = 1;

    private final Recorder recorder = new Recorder();

    @Test
    void everyPartitionIsWrittenAndRead() throws InterruptedException {
        try (FakeNode node = FakeNode.start();
                RemoteCaches caches = caches(node);
                Probes probes = probes(caches, 2000)) {
            assertThat(probes.awaitServed(System.nanoTime(), Await.SOON)).isTrue();
            probes.finish();
        }
        History history = recorder.history();
        assertThat(history.attempts().stream()
                        .collect(Collectors.groupingBy(
                                ProbesTest::kind,
                                Collectors.mapping(
                                        attempt -> PARTITIONS.of(attempt.key().getBytes(StandardCharsets.UTF_8)),
                                        Collectors.toSet()))))
                .hasSize(2)
                .allSatisfy((kind, partitions) -> assertThat(partitions).hasSize(PARTITIONS.count()));
        assertThat(history.attempts()).allMatch(Probes::made);
        assertThat(Judge.judge(history, Rules.standard(true)).verdict()).isEqualTo(Verdict.KEPT);
    }

    @Test
    void inAHurryAllPartitionsAreAskedWhoseTurnItIsNot() throws InterruptedException {
        try (FakeNode node = FakeNode.start();
                RemoteCaches caches = caches(node);
                Probes probes = probes(caches, RARE)) {
            long sinceNanos = System.nanoTime();
            probes.hurry();
            assertThat(probes.awaitServed(sinceNanos, Await.SOON)).isTrue();
        }
    }

    @Test
    void whatFailedIsAskedAgainUntilItIsAnsweredAndTheGapIsSeen() throws InterruptedException {
        try (FakeNode node = FakeNode.start();
                RemoteCaches caches = caches(node);
                Probes probes = probes(caches, RARE)) {
            node.cannedEntries = Canned.problem(503, "unavailable");
            long sinceNanos = System.nanoTime();
            probes.hurry();
            while (refused() < 10L * PARTITIONS.count()) {
                Thread.onSpinWait();
            }
            assertThat(probes.awaitServed(sinceNanos, Duration.ZERO)).isFalse();
            node.cannedEntries = null;
            assertThat(probes.awaitServed(sinceNanos, Await.SOON)).isTrue();
            probes.finish();
        }
        assertThat(Duration.ofNanos(Gap.longest(recorder.history()).nanos())).isGreaterThan(Duration.ofMillis(60));
    }

    private long refused() {
        return recorder.history().attempts().stream()
                .filter(attempt -> attempt.outcome() == Plain.REFUSED)
                .count();
    }

    private Probes probes(RemoteCaches caches, int requestsPerSecond) {
        return Probes.start(PARTITIONS.count(), requestsPerSecond, caches.assumed(CacheName.DEFAULT), recorder);
    }

    private static RemoteCaches caches(FakeNode node) {
        return RemoteCaches.unasked(ClientSettings.of(List.of(node.uri())));
    }

    private static String kind(Attempt attempt) {
        return attempt.action().getClass().getSimpleName();
    }
}

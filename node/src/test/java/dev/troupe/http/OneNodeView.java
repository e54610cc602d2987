package dev.troupe.http;

import dev.troupe.api.ClusterView;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster of one node that owns one of two partitions; whether it is ready can be set. */
final class OneNodeView implements ClusterView {
    private static final String SELF = "127.0.0.1:17355";

    volatile Readiness readiness = new Readiness(true, "2 of 2 partitions have an owner");

    @Override
    public Members members() {
        Member self = new Member(
                SELF,
                7,
                Optional.of(URI.create("http://127.0.0.1:8480")),
                List.of("storage"),
                "up",
                "default",
                "1.0",
                Optional.of(Duration.ofSeconds(5)));
        return new Members("test", SELF, Optional.of(SELF), List.of(), List.of(self));
    }

    @Override
    public CompletionStage<PartitionTable> partitions() {
        return CompletableFuture.completedFuture(
                new PartitionTable(0x2a, true, List.of(orphan(0, 8191), partition(1, 8192, 16383))));
    }

    /** Numbers of what was acknowledged; all is -1. */
    final List<Integer> acknowledged = new CopyOnWriteArrayList<>();

    volatile boolean answers = true;

    /** Whether it knows who owns the partition of a key. */
    volatile boolean knowsOwner = true;

    @Override
    public CompletionStage<Boolean> acknowledgeLoss(OptionalInt partition) {
        acknowledged.add(partition.orElse(-1));
        return CompletableFuture.completedFuture(answers);
    }

    @Override
    public Location locate(byte[] key) {
        return new Location(key.length, 0, knowsOwner ? Optional.of(SELF) : Optional.empty(), List.of());
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    private static final Copies COPIES = new Copies(List.of("127.0.0.1:17356"), 1, true, false, 0);

    private static Partition orphan(int first, int last) {
        Duration since = Duration.ofMillis(21_999);
        return new Partition(0, first, last, Optional.empty(), Optional.of(since), Optional.empty(), COPIES, 0, 0, 0);
    }

    private static Partition partition(int number, int first, int last) {
        return new Partition(
                number,
                first,
                last,
                Optional.of(SELF),
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:8480")),
                COPIES,
                9,
                1,
                100);
    }
}

package dev.troupe.bench;

import dev.troupe.placement.Partitions;
import dev.troupe.placement.StorageNode;
import dev.troupe.placement.Targets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Targets of 4096 partitions on 200 nodes; run it with {@code ./bench targets}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class PlacementBenchmark {
    private static final Partitions PARTITIONS = new Partitions(4096);
    private static final List<StorageNode> ALL = ClusterSize.members(201, 3, 0);

    /** What happened before; in a reshuffle every member has a random number of partitions. */
    @Param({"start", "join", "leave", "reshuffle"})
    public String after = "";

    private Map<Integer, String> current = Map.of();
    private List<StorageNode> members = List.of();

    @Setup
    public void change() {
        members = ALL.subList(0, 200);
        current = switch (after) {
            case "start" -> Map.of();
            case "join" -> Targets.of(PARTITIONS, Map.of(), ALL.subList(0, 199));
            case "leave" -> Targets.of(PARTITIONS, Map.of(), ALL);
            default -> new HashRing(1, Double.POSITIVE_INFINITY).place(PARTITIONS.count(), Map.of(), members);
        };
    }

    @Benchmark
    public Map<Integer, String> targets() {
        return Targets.of(PARTITIONS, current, members);
    }
}

package dev.troupe.bench.nodes;

import dev.troupe.bench.Table;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long keys are out of reach after a node was killed, and what is lost. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description =
                "Kills one of three nodes under load again and again: how long keys are out of reach, what is lost.",
        footer = {
            "",
            "A write and a read go to every partition in turn, to all of them within 50 ms after the kill, and 20 ms after",
            "each failure to one that failed. Gap: longest time in which requests of a kind to some partition were tried",
            "and none succeeded. Back: the same while the node joins again until every partition has its copies.",
            "Lost: acknowledged writes that are gone; in parentheses those of the last second before the kill, for which",
            "an async cache has room."
        })
public final class Crash implements Callable<Integer> {
    /** Which node is killed. */
    enum Victim {
        /** Each in turn, the shard coordinator's first. */
        ANY,
        /** Always the one of the shard coordinator. */
        COORDINATOR
    }

    @Mixin
    private Setup setup = new Setup();

    @Option(names = "--runs", defaultValue = "10", description = "Kills (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--victim",
            defaultValue = "any",
            description = "any: each node in turn, the shard coordinator's first; or always: coordinator.")
    private Victim victim = Victim.ANY;

    @Override
    public Integer call() throws InterruptedException {
        try (Nodes nodes = setup.nodes()) {
            List<CrashRun> done = new ArrayList<>();
            Table table = new Table(CrashRun.columns());
            for (int run = 0; run < runs; run++) {
                int rank = victim == Victim.COORDINATOR ? 0 : run % setup.size();
                CrashRun result = crash(nodes, rank);
                done.add(result);
                table.row(result.cells(run + 1));
            }
            summary(done);
        }
        return 0;
    }

    /** Kills the node of an age, and brings it back. */
    private CrashRun crash(Nodes nodes, int rank) throws InterruptedException {
        int index = nodes.ofAge(rank);
        try (Traffic traffic = setup.traffic(nodes)) {
            long killNanos = System.nanoTime();
            nodes.node(index).killForcibly();
            traffic.disturbed(Kind.KILL, nodes.node(index).name(), killNanos);
            traffic.hurry();
            long servedMillis = traffic.awaitServed(System.nanoTime());
            System.err.println(
                    nodes.node(index).name() + " killed: all partitions answer after " + servedMillis + " ms");
            long restartNanos = System.nanoTime();
            nodes.restart(index);
            nodes.awaitReplicated();
            long endNanos = System.nanoTime();
            System.err.println(nodes.node(index).name() + " is back with all copies after "
                    + (endNanos - restartNanos) / 1_000_000 + " ms");
            History history = traffic.finish();
            return CrashRun.of(
                    history,
                    setup.sync,
                    rank == 0,
                    new Period(killNanos, restartNanos),
                    new Period(restartNanos, endNanos));
        }
    }

    private static void summary(List<CrashRun> runs) {
        System.out.println();
        Table table = new Table(List.of("of all runs", "write gap, ms", "read gap, ms", "gap while back, ms", "lost"));
        List<CrashRun> coordinators =
                runs.stream().filter(CrashRun::coordinator).toList();
        rows(table, "", runs);
        if (!coordinators.isEmpty() && coordinators.size() < runs.size()) {
            rows(table, ", coordinator's node", coordinators);
        }
    }

    private static void rows(Table table, String which, List<CrashRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        table.row(
                "median" + which,
                median(runs, CrashRun::writeGap),
                median(runs, CrashRun::readGap),
                median(runs, CrashRun::backGap),
                "");
        table.row(
                "worst" + which,
                worst(runs, CrashRun::writeGap),
                worst(runs, CrashRun::readGap),
                worst(runs, CrashRun::backGap),
                Cells.count(runs.stream().mapToLong(CrashRun::lost).sum()) + " in all");
    }

    private static String median(List<CrashRun> runs, Function<CrashRun, Duration> gap) {
        double nanos = Cells.median(
                runs.stream().map(run -> (double) gap.apply(run).toNanos()).toList());
        return Cells.millis(Duration.ofNanos(Math.round(nanos)));
    }

    private static String worst(List<CrashRun> runs, Function<CrashRun, Duration> gap) {
        return Cells.millis(Collections.max(runs.stream().map(gap).toList()));
    }
}

package dev.troupe.bench.nodes;

import dev.troupe.bench.Table;
import dev.troupe.proving.NodeProcess;
import dev.troupe.proving.history.Disturbance.Kind;
import dev.troupe.proving.history.Figures;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Promise;
import dev.troupe.proving.history.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What clients notice while every node is restarted in turn. */
@Command(
        name = "restarts",
        mixinStandardHelpOptions = true,
        description =
                "Restarts each of three nodes in turn (SIGTERM) under load: what fails, what is slow, what is lost.",
        footer = {
            "",
            "A restart lasts from the signal until the node is back and every partition has its copies. Failed: refused, or",
            "without an answer, after what gateways and the client repeat. Latency: of answered requests. Gap: longest time",
            "in which requests to some partition were tried and none succeeded. None yet: the first --warm-up, when all nodes",
            "have just started and compile their code."
        })
public final class Restarts implements Callable<Integer> {
    private static final Duration LEAVE = Duration.ofSeconds(100);

    @Mixin
    private Setup setup = new Setup();

    @Option(names = "--rounds", defaultValue = "1", description = "Restarts of each node (${DEFAULT-VALUE}).")
    private int rounds;

    /** One restart; times in ms. */
    private record Restart(String node, long exitMillis, int code, long backMillis, Period period) {}

    @Override
    public Integer call() throws InterruptedException {
        List<Restart> restarts = new ArrayList<>();
        try (Nodes nodes = setup.nodes();
                Traffic traffic = setup.traffic(nodes)) {
            Period cold = traffic.untilNow();
            for (int count = 0; count < rounds * setup.size(); count++) {
                restarts.add(restart(nodes, traffic, count % setup.size()));
                setup.warmUp();
            }
            report(traffic.finish(), cold, restarts);
        }
        return 0;
    }

    private static Restart restart(Nodes nodes, Traffic traffic, int index) throws InterruptedException {
        NodeProcess node = nodes.node(index);
        long startNanos = System.nanoTime();
        node.terminate();
        OptionalInt code = node.awaitExit(LEAVE);
        long exitNanos = System.nanoTime();
        if (code.isEmpty()) {
            throw new IllegalStateException(node.name() + " did not end within " + LEAVE.toSeconds() + " s");
        }
        traffic.disturbed(Kind.LEAVE, node.name(), startNanos);
        System.err.println(node.name() + " has left after " + (exitNanos - startNanos) / 1_000_000 + " ms");
        nodes.restart(index);
        nodes.awaitReplicated();
        long endNanos = System.nanoTime();
        System.err.println(
                node.name() + " is back with all copies after " + (endNanos - exitNanos) / 1_000_000 + " ms");
        return new Restart(
                node.name(),
                (exitNanos - startNanos) / 1_000_000,
                code.getAsInt(),
                (endNanos - exitNanos) / 1_000_000,
                new Period(startNanos, endNanos));
    }

    private void report(History history, Period cold, List<Restart> restarts) {
        Table table = new Table(List.of(
                "restart of",
                "SIGTERM to exit, ms",
                "exit code",
                "back with copies, ms",
                "requests",
                "failed",
                "unknown",
                "p50, ms",
                "p99, ms",
                "worst, ms",
                "write gap, ms",
                "read gap, ms"));
        for (Restart restart : restarts) {
            row(
                    table,
                    List.of(
                            restart.node(),
                            Cells.count(restart.exitMillis()),
                            Integer.toString(restart.code()),
                            Cells.count(restart.backMillis())),
                    history,
                    restart.period());
        }
        List<Period> told =
                new ArrayList<>(restarts.stream().map(Restart::period).toList());
        told.add(cold);
        History rest = Period.outside(history, told);
        row(table, List.of("none", "", "", ""), rest, Period.whole(rest));
        row(table, List.of("none yet", "", "", ""), history, cold);
        whole(history);
    }

    private void whole(History history) {
        Judgement judgement = Judge.judge(history, Rules.standard(setup.sync));
        System.out.println();
        Table whole =
                new Table(List.of("requests", "failed", "unknown", "lost acknowledged writes", "promises broken"));
        whole.row(
                Cells.count(judgement.figures().requests()),
                Cells.count(judgement.figures().refused()),
                Cells.count(judgement.figures().unknown()),
                Cells.count(judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, false)),
                CrashRun.broken(judgement));
    }

    private static void row(Table table, List<String> first, History history, Period period) {
        Figures figures = period.figures(history);
        List<String> cells = new ArrayList<>(first);
        cells.addAll(Latency.cells(figures));
        cells.add(Cells.millis(period.longestWriteGap(history)));
        cells.add(Cells.millis(period.longestReadGap(history)));
        table.row(cells);
    }
}

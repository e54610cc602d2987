package dev.troupe.bench.nodes;

import dev.troupe.bench.Table;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judge;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Promise;
import dev.troupe.proving.history.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What clients notice while a fourth node joins and takes its share of the data, and whether the data is what was put. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = "Fills three nodes, lets a fourth join under load, and then checks every value and version.",
        footer = {
            "",
            "The move lasts from the start of the fourth node until it owns partitions, every partition has its copies, and",
            "nothing has changed for 5 s, which are not counted. Starting is from then until the ready line."
        })
public final class Join implements Callable<Integer> {
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final String SIZE = "[1-9][0-9]{0,5}[kKmMgG]";

    @Mixin
    private Setup setup = new Setup();

    @Option(names = "--data", defaultValue = "500m", description = "Bytes of values, such as 500m (${DEFAULT-VALUE}).")
    private String data = "";

    @Option(names = "--value-bytes", defaultValue = "1000", description = "Bytes of each value (${DEFAULT-VALUE}).")
    private int valueBytes;

    @Override
    public Integer call() throws InterruptedException {
        long bytes = bytes(data);
        if (valueBytes < 8 || valueBytes > 1_000_000) {
            throw new IllegalArgumentException("--value-bytes must be between 8 and 1000000");
        }
        int wrong;
        try (Nodes nodes = setup.nodes()) {
            DataSet set = new DataSet(nodes.cache(setup.sync), Math.toIntExact(bytes / valueBytes), valueBytes);
            set.load();
            nodes.awaitReplicated();
            measure(nodes);
            wrong = check(set);
        }
        return wrong == 0 ? 0 : 1;
    }

    private void measure(Nodes nodes) throws InterruptedException {
        try (Traffic traffic = setup.traffic(nodes)) {
            Period cold = traffic.untilNow();
            long startNanos = System.nanoTime();
            nodes.add();
            long readyNanos = System.nanoTime();
            System.err.println("the fourth node is ready after " + (readyNanos - startNanos) / 1_000_000 + " ms");
            long restNanos = nodes.awaitAtRest(setup.size() + 1);
            Thread.sleep(CALM.toMillis());
            report(traffic.finish(), cold, new Period(startNanos, readyNanos), new Period(readyNanos, restNanos));
        }
    }

    private void report(History history, Period cold, Period starting, Period moving) {
        Table table = new Table(List.of(
                "",
                "for, s",
                "requests",
                "failed",
                "unknown",
                "p50, ms",
                "p99, ms",
                "worst, ms",
                "write gap, ms",
                "read gap, ms"));
        row(table, "starting", seconds(starting), starting, history);
        row(table, "moving", seconds(moving), moving, history);
        History rest = Period.outside(history, List.of(cold, starting, moving));
        row(table, "neither", "", Period.whole(rest), rest);
        row(table, "warm-up", seconds(cold), cold, history);
        Judgement judgement = Judge.judge(history, Rules.standard(setup.sync));
        System.out.println();
        Table whole = new Table(List.of("lost acknowledged writes of the load", "promises broken"));
        whole.row(Cells.count(judgement.count(Promise.ACKNOWLEDGED_WRITES_STAY, false)), CrashRun.broken(judgement));
    }

    private static String seconds(Period period) {
        return String.format(Locale.ROOT, "%.1f", (period.endNanos() - period.startNanos()) / 1e9);
    }

    private static void row(Table table, String name, String seconds, Period period, History part) {
        List<String> cells = new ArrayList<>(List.of(name, seconds));
        cells.addAll(Latency.cells(period.figures(part)));
        cells.add(Cells.millis(period.longestWriteGap(part)));
        cells.add(Cells.millis(period.longestReadGap(part)));
        table.row(cells);
    }

    private static int check(DataSet set) throws InterruptedException {
        DataSet.Difference found = set.check();
        System.out.println();
        Table table = new Table(List.of("entries", "missing", "wrong value", "wrong version", "not readable"));
        table.row(
                Cells.count(found.entries()),
                Cells.count(found.missing()),
                Cells.count(found.wrongValue()),
                Cells.count(found.wrongVersion()),
                Cells.count(found.unreadable()));
        return found.missing() + found.wrongValue() + found.wrongVersion() + found.unreadable();
    }

    /** Reads {@code 500m}. @throws IllegalArgumentException if it is no size */
    static long bytes(String text) {
        if (!text.matches(SIZE)) {
            throw new IllegalArgumentException("'" + text + "' is no size such as 500m or 1g");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            default -> number << 30;
        };
    }
}

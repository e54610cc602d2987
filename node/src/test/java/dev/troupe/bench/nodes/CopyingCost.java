package dev.troupe.bench.nodes;

import dev.troupe.bench.Table;
import dev.troupe.proving.NodeMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What copies cost: puts a second without a backup, with one that is not waited for, with one that is. */
@Command(
        name = "copying",
        mixinStandardHelpOptions = true,
        description =
                "Puts over HTTP to three nodes without backups and with one, async and sync, in interleaved rounds.",
        footer = {
            "",
            "Closed loop: each client sends its next put when the last one is answered, each to one node, all to different",
            "keys. Two clusters run all the time, of which one is idle. The first round of each warms up and is not counted.",
            "The ratio is the median of those of the rounds."
        })
public final class CopyingCost implements Callable<Integer> {
    private static final int NODES = 3;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each of them in all (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "That these are divided into (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--clients", defaultValue = "16", description = "Puts at a time (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--value-bytes", defaultValue = "100", description = "Bytes of each value (${DEFAULT-VALUE}).")
    private int valueBytes;

    @Option(names = "--keys", defaultValue = "20000", description = "Different keys (${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--memory",
            defaultValue = NodeMemory.Use.CLUSTER_MEMORY,
            description = "Memory of each node's process (${DEFAULT-VALUE}).")
    private String memory = "";

    /** One of those that are compared, and what its rounds came to. */
    private record Variant(String name, PutLoop loop, List<long[]> nanos, List<Double> rates, int[] failed) {
        Variant(String name, PutLoop loop) {
            this(name, loop, new ArrayList<>(), new ArrayList<>(), new int[1]);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Nodes alone = Nodes.start(
                        NODES, new Nodes.Jvm(new NodeMemory(memory), ""), List.of("troupe.copies.backups=0"));
                Nodes copied = Nodes.start(NODES, new Nodes.Jvm(new NodeMemory(memory), ""), List.of())) {
            List<Variant> variants = Stream.of(
                            new Variant("0 backups", loop(alone, false)),
                            new Variant("1, async", loop(copied, false)),
                            new Variant("1, sync", loop(copied, true)))
                    .toList();
            Duration length = Duration.ofMillis(1000L * seconds / rounds);
            for (int round = 0; round <= rounds; round++) {
                for (Variant variant : variants) {
                    PutLoop.Result result = variant.loop().run(length);
                    System.err.printf(
                            Locale.ROOT, "round %d, %s: %.0f puts/s%n", round, variant.name(), result.perSecond());
                    if (round > 0) {
                        variant.nanos().add(result.nanos());
                        variant.rates().add(result.perSecond());
                        variant.failed()[0] += result.failed();
                    }
                }
            }
            report(variants);
        }
        return 0;
    }

    private PutLoop loop(Nodes nodes, boolean sync) {
        return new PutLoop(nodes.addresses(), Nodes.name(sync), clients, keys, valueBytes);
    }

    private static void report(List<Variant> variants) {
        Table table = new Table(
                List.of("copies", "puts/s, median", "rounds", "p50, ms", "p99, ms", "failed", "ratio to 0 backups"));
        for (Variant variant : variants) {
            long[] nanos = Cells.sorted(variant.nanos());
            table.row(
                    variant.name(),
                    Cells.count(Math.round(Cells.median(variant.rates()))),
                    rounds(variant.rates()),
                    Cells.fractional(Duration.ofNanos(Cells.percentile(nanos, 50))),
                    Cells.fractional(Duration.ofNanos(Cells.percentile(nanos, 99))),
                    Cells.count(variant.failed()[0]),
                    String.format(
                            Locale.ROOT,
                            "%.2f",
                            ratio(variant.rates(), variants.get(0).rates())));
        }
    }

    private static String rounds(List<Double> rates) {
        return String.join(
                ", ", rates.stream().map(rate -> Cells.count(Math.round(rate))).toList());
    }

    private static double ratio(List<Double> rates, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rates.size(); round++) {
            ratios.add(rates.get(round) / others.get(round));
        }
        return Cells.median(ratios);
    }
}

package dev.troupe.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Replays traces through the store, Caffeine, an exact LRU and plain S3-FIFO, side by side: every request is a read, every miss is
 * followed by a put, the caches start empty and every request counts.
 */
@Command(
        name = "hit-ratio",
        mixinStandardHelpOptions = true,
        description =
                "Replays trace files through the store, Caffeine, LRU and plain S3-FIFO and prints the miss ratios.",
        footer = {
            "",
            "A trace has one request a line, the line is the key; .gz is unpacked.",
            "Example: ./bench hit-ratio --percent 0.1,1,10 traces/*.txt.gz",
            "         ./bench hit-ratio --bytes 4m,64m --sizes 36/224 --spread 0.5 traces/web.txt.gz"
        })
final class HitRatio implements Callable<Integer> {
    private static final int CHECKED_EVERY = 4096;

    @Parameters(arity = "1..*", paramLabel = "TRACE", description = "Trace files.")
    private List<Path> files = List.of();

    @Option(
            names = "--percent",
            split = ",",
            description =
                    "Capacities in percent of a trace's unique keys. Default, if nothing else is given: 0.1,1,10.")
    private List<Double> percents = List.of();

    @Option(names = "--entries", split = ",", description = "Capacities in entries.")
    private List<Long> entries = List.of();

    @Option(names = "--bytes", split = ",", description = "Capacities in bytes, with k, m or g; overhead counts.")
    private List<String> bytes = List.of();

    @Option(
            names = "--sizes",
            defaultValue = "36/224",
            description = "KEY/VALUE bytes under --bytes (${DEFAULT-VALUE}).")
    private String sizes = "";

    @Option(
            names = "--spread",
            defaultValue = "0",
            description = "How far value lengths vary around the mean, 0 to 1 (${DEFAULT-VALUE}).")
    private double spread;

    @Option(
            names = "--overhead",
            defaultValue = "137",
            description = "Bytes an entry costs the others beside key and value, under --bytes (${DEFAULT-VALUE};"
                    + " ./bench memory measures it).")
    private int overheadBytes;

    @Option(
            names = "--partitions",
            defaultValue = "1",
            description = "Over how many stores the keys are spread (${DEFAULT-VALUE}).")
    private int partitions;

    @Override
    public Integer call() throws IOException {
        Table table = new Table(List.of(
                "trace",
                "capacity",
                "entries held",
                "store",
                "Caffeine",
                "LRU",
                "S3-FIFO",
                "store - Caffeine",
                "store - best"));
        boolean byDefault = percents.isEmpty() && entries.isEmpty() && bytes.isEmpty();
        for (Path file : files) {
            Trace trace = Trace.read(file);
            for (double percent : byDefault ? List.of(0.1, 1.0, 10.0) : percents) {
                long capacity = Math.max(1, (long) (trace.uniqueKeys() * percent / 100));
                compare(table, trace, percent + " % = " + capacity, ofEntries(capacity));
            }
            for (long capacity : entries) {
                compare(table, trace, capacity + " entries", ofEntries(capacity));
            }
            for (String budget : bytes) {
                compare(table, trace, budget + " of " + sizes, ofBytes(Stores.parseBytes(budget)));
            }
        }
        return 0;
    }

    private List<Contender> ofEntries(long capacity) {
        return List.of(
                StoreContender.ofEntries(capacity, partitions),
                CaffeineContender.ofEntries(capacity),
                LruContender.ofEntries(capacity),
                S3FifoContender.ofEntries(capacity));
    }

    private List<Contender> ofBytes(long budget) {
        Sizes drawn = new Sizes(Payload.parse(sizes), spread);
        return List.of(
                StoreContender.ofBytes(budget, partitions, drawn),
                CaffeineContender.ofBytes(budget, drawn, overheadBytes),
                LruContender.ofBytes(budget, drawn, overheadBytes),
                S3FifoContender.ofBytes(budget, drawn, overheadBytes));
    }

    private static void compare(Table table, Trace trace, String capacity, List<Contender> contenders) {
        List<Double> misses = new ArrayList<>();
        List<String> held = new ArrayList<>();
        for (Contender contender : contenders) {
            misses.add(missRatio(trace, capacity, contender));
            held.add(Long.toString(contender.entries()));
        }
        double store = misses.get(0);
        double caffeine = misses.get(1);
        double lru = misses.get(2);
        double plain = misses.get(3);
        table.row(
                trace.name(),
                capacity,
                String.join(" / ", held),
                format("%.4f", store),
                format("%.4f", caffeine),
                format("%.4f", lru),
                format("%.4f", plain),
                format("%+.4f", store - caffeine),
                format("%+.4f", store - Math.min(plain, Math.min(caffeine, lru))));
    }

    private static double missRatio(Trace trace, String capacity, Contender contender) {
        int[] requests = trace.requests();
        long missed = 0;
        String step = trace.name() + " " + capacity + " " + contender.name();
        try (Progress progress = new Progress(step, requests.length)) {
            for (int i = 0; i < requests.length; i++) {
                missed += contender.hit(requests[i]) ? 0 : 1;
                if (i % CHECKED_EVERY == 0) {
                    progress.at(i);
                }
            }
        }
        return missed / (double) requests.length;
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}

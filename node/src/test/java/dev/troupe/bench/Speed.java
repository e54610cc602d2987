package dev.troupe.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks of store, Caffeine and HashMap in one go and prints them side by side. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "Times single operations of the store, Caffeine and HashMap with JMH.",
        footer = {
            "",
            "Operations: getHit getValue getMiss putNew putOver evictingPut; entries are 16-byte keys, 100-byte values.",
            "A fork at 10,000,000 entries takes the heap of --heap and about a minute.",
            "Example: ./bench jmh 'getHit|getMiss' --entries 10000 --prof-gc"
        })
final class Speed implements Callable<Integer> {
    private static final List<String> SUBJECTS = List.of("Store", "Caffeine", "Map");

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Operations (${DEFAULT-VALUE}).")
    private String operations = "";

    @Option(
            names = "--subjects",
            split = ",",
            defaultValue = "Store,Caffeine,Map",
            description = "Of Store, Caffeine, Map (${DEFAULT-VALUE}).")
    private List<String> subjects = List.of();

    @Option(names = "--entries", split = ",", description = "Entries (default 10000,10000000).")
    private List<String> entries = List.of("10000", "10000000");

    @Option(
            names = "--huge-pages",
            split = ",",
            defaultValue = "off,on",
            description = "Transparent huge pages: off, on or both (${DEFAULT-VALUE}).")
    private List<String> hugePages = List.of();

    @Option(names = "--heap", defaultValue = "6g", description = "Heap of a fork (${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(names = "--forks", defaultValue = "1", description = "Forks (${DEFAULT-VALUE}).")
    private int forks;

    @Option(
            names = "--iterations",
            defaultValue = "5",
            description = "Iterations of a second, each for warm-up and" + " measurement (${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--prof-gc", description = "Also measure allocation.")
    private boolean allocation;

    @Override
    public Integer call() throws RunnerException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String pages : hugePages) {
            for (RunResult result : new Runner(options(pages).build()).run()) {
                collect(rows, result, pages);
            }
        }
        System.out.println();
        Table table = new Table(
                List.of("operation", "entries", "huge pages", "store", "Caffeine", "HashMap", "store / HashMap"));
        rows.forEach((title, cells) -> table.row(line(title, cells)));
        return 0;
    }

    private ChainedOptionsBuilder options(String pages) {
        String include = "dev\\.troupe\\.bench\\.(" + String.join("|", subjects) + ")Benchmark\\.(" + operations + ")$";
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(include)
                .param("entries", entries.toArray(String[]::new))
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .jvmArgs("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", pagesFlag(pages));
        return allocation ? options.addProfiler(GCProfiler.class) : options;
    }

    /** The option of the JVM for transparent huge pages, on or off. */
    static String pagesFlag(String pages) {
        return switch (pages) {
            case "on" -> "-XX:+UseTransparentHugePages";
            case "off" -> "-XX:-UseTransparentHugePages";
            default -> throw new IllegalArgumentException("--huge-pages takes on and off, not " + pages);
        };
    }

    private static void collect(Map<String, Map<String, String>> rows, RunResult result, String pages) {
        String[] path = result.getParams().getBenchmark().split("\\.", -1);
        String subject = path[path.length - 2].replace("Benchmark", "");
        String size = String.format(
                Locale.ROOT, "%,d", Long.parseLong(result.getParams().getParam("entries")));
        Map<String, String> cells =
                rows.computeIfAbsent(String.join(" | ", path[path.length - 1], size, pages), title -> new TreeMap<>());
        Result<?> time = result.getPrimaryResult();
        cells.put(subject, String.format(Locale.ROOT, "%.1f", time.getScore()));
        cells.put(subject + "Text", text(result, time));
    }

    private static String text(RunResult result, Result<?> time) {
        String text = String.format(Locale.ROOT, "%.1f +- %.1f ns", time.getScore(), time.getScoreError());
        return result.getSecondaryResults().values().stream()
                .filter(other -> other.getLabel().endsWith("gc.alloc.rate.norm"))
                .map(other -> String.format(Locale.ROOT, "%s, %.1f B", text, other.getScore()))
                .findAny()
                .orElse(text);
    }

    private static List<String> line(String title, Map<String, String> cells) {
        List<String> line = new ArrayList<>(Arrays.asList(title.split(" \\| ", -1)));
        SUBJECTS.forEach(subject -> line.add(cells.getOrDefault(subject + "Text", "-")));
        String store = cells.get("Store");
        String map = cells.get("Map");
        line.add(
                store == null || map == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.2f", Double.parseDouble(store) / Double.parseDouble(map)));
        return line;
    }
}

package dev.troupe.bench.process;

import dev.troupe.bench.Table;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a process takes of the machine's memory for each entry that it holds, and how many Redis holds in as much. */
@Command(
        name = "process-memory",
        mixinStandardHelpOptions = true,
        description = "Fills a node and redis-server over the wire until they evict: bytes of the process an entry, and"
                + " how many entries each holds at equal peaks.",
        footer = {
            "",
            "The node is started by the launcher with nothing else set, and filled over HTTP with distinct entries: keys of"
                    + " digits, values of random bytes. It is full when it has evicted --evicted percent of what it holds; a"
                    + " row takes minutes. Peak and now are the resident memory of the process (VmHWM and VmRSS of"
                    + " /proc/PID/status, so this runs on Linux only). Redis (allkeys-lru, nothing on disk) gets the same"
                    + " entries and the maxmemory that makes its peak the node's, within 3 %%; each try starts it anew. Rows"
                    + " with +ttl live for one to two hours."
        })
public final class ProcessMemory implements Callable<Integer> {
    /** What is measured. */
    enum Subject {
        TROUPE,
        REDIS
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = NodeMemory.Use.BENCH_MEMORY,
            converter = MemoryReader.class,
            description = "Memory of the node's process, such as 512m or 4g (${DEFAULT-VALUE}).")
    private NodeMemory memory = NodeMemory.Use.BENCH.byDefault();

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "KEY/VALUE[+ttl]",
            defaultValue = "16/32,36/224,36/1000,16/32+ttl,36/224+ttl,36/1000+ttl",
            converter = Row.Reader.class,
            description = "Bytes of keys and values, with a time to live if +ttl (${DEFAULT-VALUE}).")
    private List<Row> rows = new ArrayList<>();

    @Option(
            names = "--systems",
            split = ",",
            defaultValue = "troupe,redis",
            description = "troupe, or troupe and redis, which is given the peak of the former (${DEFAULT-VALUE}).")
    private List<Subject> subjects = new ArrayList<>();

    @Option(
            names = "--evicted",
            paramLabel = "PERCENT",
            defaultValue = "25",
            description = "Entries that must have been evicted, of those that are held, 1 to 1000 (${DEFAULT-VALUE}).")
    private int evictedPercent;

    @Option(
            names = "--seconds",
            defaultValue = "1800",
            description = "Longest time until a process is full; then the command fails (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--tries",
            defaultValue = "4",
            description = "Most values of maxmemory that are tried in a row, 1 to 20 (${DEFAULT-VALUE}).")
    private int tries;

    @Option(
            names = "--launcher",
            paramLabel = "FILE",
            defaultValue = "troupe",
            description = "The launcher, such as one of an earlier version (${DEFAULT-VALUE}).")
    private Path launcher = Path.of("troupe");

    @Option(
            names = "--redis",
            paramLabel = "PROGRAM",
            defaultValue = "redis-server",
            description = "Name or file of redis-server (${DEFAULT-VALUE}).")
    private String redis = "";

    /** Reads --memory. */
    static final class MemoryReader implements ITypeConverter<NodeMemory> {
        @Override
        public NodeMemory convert(String text) {
            try {
                return new NodeMemory(text);
            } catch (IllegalArgumentException noSize) {
                throw new TypeConversionException(String.valueOf(noSize.getMessage()));
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            check();
            measure();
            return ExitCode.DONE;
        } catch (Failure failed) {
            System.err.println("bench: " + failed.getMessage());
            return failed.exitCode();
        } catch (NodeFailedException failed) {
            System.err.println("bench: " + failed.getMessage());
            return ExitCode.REFUSED;
        } catch (IOException failed) {
            System.err.println("bench: a process broke off: " + failed + "; see its log in the folder named above");
            return ExitCode.REFUSED;
        }
    }

    private void check() throws InterruptedException {
        require(
                ResidentMemory.isTold(),
                "there is no /proc/self/status, which tells the memory of processes: run this on Linux, with /proc mounted");
        require(
                subjects.contains(Subject.TROUPE),
                "--systems must name troupe: redis is given the peak of its process");
        require(evictedPercent >= 1 && evictedPercent <= 1000, "--evicted must be between 1 and 1000");
        require(seconds >= 1, "--seconds must be at least 1");
        require(tries >= 1 && tries <= 20, "--tries must be between 1 and 20");
        require(Files.isExecutable(launcher), "there is no program " + launcher + ": name the file with --launcher");
        if (subjects.contains(Subject.REDIS)) {
            System.err.println(RedisProcess.version(redis));
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    private void measure() throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("troupe-bench-");
        System.err.println("logs are in " + logs);
        Filling filling = new Filling(evictedPercent, Duration.ofSeconds(seconds));
        EqualPeaks peaks = new EqualPeaks(redis, filling, logs, tries);
        Table table = new Table(List.of(
                "key/value",
                "time to live",
                "process",
                "entries held",
                "put",
                "peak, MiB",
                "now, MiB",
                "bytes of the process an entry",
                "key and value",
                "entries, Troupe / Redis"));
        for (Row row : rows) {
            Filled troupe;
            String limit;
            try (TroupeProcess node = TroupeProcess.start(launcher, memory, logs)) {
                troupe = filling.fill(node, row);
                limit = node.limit();
            }
            print(table, row, "Troupe, " + limit, troupe, "");
            if (subjects.contains(Subject.REDIS)) {
                EqualPeaks.Nearest nearest = peaks.fill(row, troupe.memory().peakBytes());
                print(table, row, "Redis, " + nearest.limit(), nearest.filled(), ratio(troupe, nearest));
            }
        }
    }

    /** Only processes of equal peaks are compared. */
    private static String ratio(Filled troupe, EqualPeaks.Nearest nearest) {
        if (!nearest.reached()) {
            System.err.println("the peaks differ by more than 3 %, so there is no ratio: raise --tries");
            return "-";
        }
        return String.format(
                Locale.ROOT,
                "%.2f",
                (double) troupe.entries() / nearest.filled().entries());
    }

    private static void print(Table table, Row row, String process, Filled filled, String ratio) {
        table.row(
                row.sizes(),
                row.expiring() ? "yes" : "no",
                process,
                count(filled.entries()),
                count(filled.puts()),
                count(filled.memory().peakBytes() >> 20),
                count(filled.memory().nowBytes() >> 20),
                count(Math.round(filled.bytesAnEntry())),
                count(row.bytes()),
                ratio);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

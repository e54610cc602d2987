package dev.troupe.cli.bench;

import dev.troupe.api.Cache;
import dev.troupe.api.PutOptions;
import dev.troupe.cli.command.ClusterCommand;
import dev.troupe.cli.console.Console;
import dev.troupe.cli.console.ExitCode;
import dev.troupe.cli.console.Failure;
import dev.troupe.cli.console.NodeProgram;
import dev.troupe.cli.console.Progress;
import dev.troupe.proving.NodeFailedException;
import dev.troupe.proving.NodeMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the throughput of a cache that is embedded in an application. */
@Command(
        name = "bench",
        description = {
            "Measures gets and puts through the API inside a JVM. Starts a second node as a process, embeds a node here, loads",
            "keys, and calls keys that are owned here, there, and anywhere, with 256 calls in flight and with 2 threads that wait",
            "for each answer, with each number of backups. Prints a Markdown table. Both JVMs and the callers share this machine."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int KEYS_AT_A_TIME = 250;
    private static final double WARM_UP = 0.5;

    @Option(
            names = "--local",
            required = true,
            description = "Both nodes on this machine; there is no other way, so it has to be given.")
    boolean local;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many keys (default: ${DEFAULT-VALUE}).")
    int keys = 100_000;

    @Option(
            names = "--value-bytes",
            paramLabel = "N",
            defaultValue = "100",
            description = "Length of the values (default: ${DEFAULT-VALUE}).")
    int valueBytes = 100;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long a row is measured in each round (default: ${DEFAULT-VALUE}).")
    double seconds = 5;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "How often all rows are measured, one after the other, so that noise spreads (default: ${DEFAULT-VALUE}).")
    int rounds = 2;

    @Option(
            names = "--backups",
            paramLabel = "N",
            split = ",",
            defaultValue = "0,1",
            description = "Numbers of backups, 0 or 1 (default: ${DEFAULT-VALUE}).")
    List<Integer> backups = List.of(0, 1);

    @Option(
            names = "--rows",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only rows that contain this, such as 'get', 'put, remote' or '2 blocking' (default: all).")
    String text = "";

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory of the second node's process (default: " + NodeMemory.VARIABLE + ", else "
                    + NodeMemory.Use.BENCH_MEMORY + ").")
    Optional<NodeMemory> memory = Optional.empty();

    @Option(names = "--logs", paramLabel = "DIR", description = "Where its log goes (default: a new temporary folder).")
    Optional<Path> logs = Optional.empty();

    @Spec
    CommandSpec command = CommandSpec.create();

    private final Console console;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        List<BenchRow> rows = BenchRow.containing(text);
        BenchTable table = new BenchTable();
        Path folder = logs.orElseGet(ClusterCommand::newFolder);
        long total = Math.round(backups.size() * rows.size() * seconds * (rounds + WARM_UP));
        console.err().println("measuring takes about " + total + " s; the second node's log is in " + folder);
        for (int count : backups) {
            try (BenchCluster cluster =
                    BenchCluster.start(count, NodeProgram.memory(memory, NodeMemory.Use.BENCH), folder)) {
                measure(cluster, count, rows, table);
            } catch (NodeFailedException failed) {
                throw new Failure(ExitCode.REFUSED, String.valueOf(failed.getMessage()));
            }
        }
        table.lines().forEach(console.out()::println);
        return table.errors() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /** Measures all rows in turn, after shorter runs of each that do not count. */
    private void measure(BenchCluster cluster, int count, List<BenchRow> rows, BenchTable table)
            throws InterruptedException {
        byte[] value = new byte[valueBytes];
        new Random(valueBytes).nextBytes(value);
        Map<BenchRow.Place, List<String>> placed = load(cluster, value);
        for (int round = 0; round <= rounds; round++) {
            Duration duration = Duration.ofMillis(Math.round(seconds * 1000 * (round == 0 ? WARM_UP : 1)));
            for (BenchRow row : rows) {
                List<String> chosen = placed.getOrDefault(row.place(), List.of());
                BenchLoad load = new BenchLoad(call(row, cluster.cache(), value), chosen, cluster::cpuNanos);
                BenchSample sample = load.run(row.caller(), duration);
                String name = round == 0 ? "warm-up" : "round " + round + " of " + rounds;
                console.err()
                        .println(String.format(
                                Locale.ROOT,
                                "backups %d, %s, %s: %,.0f/s",
                                count,
                                name,
                                row.label(),
                                sample.perSecond()));
                if (round > 0) {
                    table.add(row, count, sample);
                }
            }
        }
    }

    private static BenchLoad.Calls call(BenchRow row, Cache<String, byte[]> cache, byte[] value) {
        return row.operation() == BenchRow.Operation.GET ? cache::get : key -> cache.put(key, value);
    }

    /** Stores all keys and returns them by where they are owned. */
    private Map<BenchRow.Place, List<String>> load(BenchCluster cluster, byte[] value) {
        Cache<String, byte[]> cache = cluster.cache();
        List<String> all = keys(keys);
        try (Progress progress = Progress.of(console, "load", keys)) {
            for (int from = 0; from < keys; from += KEYS_AT_A_TIME) {
                List<String> some = all.subList(from, Math.min(keys, from + KEYS_AT_A_TIME));
                var unused = Failure.await(cache.putAll(
                        some.stream().map(key -> Map.entry(key, value)).toList(), PutOptions.DEFAULT));
                progress.to(from + some.size());
            }
        }
        Map<Boolean, List<String>> byOwner = all.stream().collect(Collectors.partitioningBy(cluster::isLocal));
        List<String> here = byOwner.getOrDefault(true, List.of());
        List<String> there = byOwner.getOrDefault(false, List.of());
        if (here.isEmpty() || there.isEmpty()) {
            throw new Failure(ExitCode.REFUSED, "all keys are owned by one node; use more --keys");
        }
        return Map.of(BenchRow.Place.LOCAL, here, BenchRow.Place.REMOTE, there, BenchRow.Place.MIXED, all);
    }

    static List<String> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> String.format(Locale.ROOT, "key-%012d", number))
                .toList();
    }

    private void check() {
        require(keys >= 16 && keys <= 10_000_000, "--keys must be between 16 and 10000000");
        require(valueBytes >= 0 && valueBytes <= 1 << 20, "--value-bytes must be between 0 and 1048576");
        require(seconds >= 0.1 && seconds <= 3600, "--seconds must be between 0.1 and 3600");
        require(rounds >= 1 && rounds <= 1000, "--rounds must be between 1 and 1000");
        require(
                !backups.isEmpty() && backups.stream().allMatch(count -> count == 0 || count == 1),
                "--backups must be 0, 1 or both, as there are two nodes");
        require(!BenchRow.containing(text).isEmpty(), "no row contains --rows '" + text + "'");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}

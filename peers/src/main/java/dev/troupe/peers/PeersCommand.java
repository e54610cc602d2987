package dev.troupe.peers;

import dev.troupe.cli.bench.BenchRow;
import dev.troupe.proving.ClusterPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Troupe beside its peers. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = {
            "Measures gets and puts of Troupe and its peers, each embedded in a cluster of two members on this machine, with the same",
            "keys, values, heap and collector. Each row is run with each system until it is steady, then in turn, round by round.",
            "Prints a Markdown table with the ratio of Troupe to each within the rounds."
        })
public final class PeersCommand implements Callable<Integer> {
    @Option(
            names = "--systems",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "troupe,hazelcast,infinispan,caffeine",
            description = "Which (default: ${DEFAULT-VALUE}).")
    List<String> systems = List.of();

    @Option(
            names = "--rows",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only rows that contain this, such as 'get', 'put, mixed' or '2 blocking' (default: all).")
    String text = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each row is measured with each system (default: ${DEFAULT-VALUE}).")
    int rounds = 3;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "4",
            description = "How long each time (default: ${DEFAULT-VALUE}).")
    double seconds = 4;

    @Option(
            names = "--steady",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description =
                    "A row is warm when a run is no further than this from the one before (default: ${DEFAULT-VALUE}).")
    double steady = 0.05;

    @Option(
            names = "--most-warm-ups",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "And is measured after so many runs in any case, which the output says (default: ${DEFAULT-VALUE}).")
    int mostWarmUps = 10;

    @Option(
            names = "--backups",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each entry, written after the answer: 0 or 1 (default: ${DEFAULT-VALUE}).")
    int backups = 1;

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
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "1500m",
            description = "Heap of each member (default: ${DEFAULT-VALUE}).")
    String heap = "1500m";

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            description = "Where the members' logs go (default: a new temporary folder).")
    Optional<Path> logs = Optional.empty();

    @Spec
    CommandSpec command = CommandSpec.create();

    /** Runs the command line. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new PeersCommand());
        line.setExecutionExceptionHandler((failed, command, parsed) -> {
            System.err.println("peers: " + failed.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<BenchRow> rows = BenchRow.containing(text);
        require(!rows.isEmpty(), "no row contains --rows '" + text + "'");
        require(rounds >= 1 && rounds <= 1000, "--rounds must be between 1 and 1000");
        require(seconds >= 0.1 && seconds <= 3600, "--seconds must be between 0.1 and 3600");
        require(steady > 0 && steady <= 1, "--steady must be above 0 and at most 1");
        require(mostWarmUps >= 2 && mostWarmUps <= 1000, "--most-warm-ups must be between 2 and 1000");
        require(backups == 0 || backups == 1, "--backups must be 0 or 1, as there are two members");
        require(keys >= 16 && keys <= 10_000_000, "--keys must be between 16 and 10000000");
        require(valueBytes >= 0 && valueBytes <= 1 << 20, "--value-bytes must be between 0 and 1048576");
        Path folder =
                logs.isPresent() ? Files.createDirectories(logs.get()) : Files.createTempDirectory("troupe-peers");
        Contestant.Setup setup = new Contestant.Setup(backups, keys, valueBytes, heap, folder);
        System.err.println("the members' logs are in " + folder);
        ContestTable table = new ContestTable();
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (CacheSystem system : chosen()) {
                System.err.println("starting " + system.title());
                contestants.add(Contestant.start(system, ClusterPlan.clusterPorts(0, 2), setup));
            }
            rows.forEach(row -> measure(row, contestants, table));
        } finally {
            contestants.forEach(Contestant::close);
        }
        table.lines().forEach(System.out::println);
        return 0;
    }

    private List<CacheSystem> chosen() {
        List<CacheSystem> chosen = new ArrayList<>();
        for (CacheSystem system : CacheSystem.values()) {
            if (systems.contains(system.word())) {
                chosen.add(system);
            }
        }
        require(
                !chosen.isEmpty() && chosen.size() == systems.size(),
                "--systems must name some of troupe, hazelcast, infinispan and caffeine, each once");
        return chosen;
    }

    /** The order is turned in every other round, so that none always follows the same. */
    private void measure(BenchRow row, List<Contestant> all, ContestTable table) {
        List<Contestant> contestants =
                new ArrayList<>(all.stream().filter(one -> one.takesPart(row)).toList());
        contestants.forEach(one -> warmUp(row, one));
        for (int round = 1; round <= rounds; round++) {
            for (Contestant one : contestants) {
                if (one.takesPart(row)) {
                    Measured measured = one.run(row, duration());
                    table.add(row, one.system(), measured);
                    tell("round " + round + " of " + rounds, row, one, measured);
                }
            }
            Collections.reverse(contestants);
        }
        contestants.stream().filter(one -> !one.takesPart(row)).forEach(one -> table.parted(row, one.system()));
    }

    private void warmUp(BenchRow row, Contestant one) {
        Measured before = one.run(row, duration());
        tell("warm-up 1", row, one, before);
        for (int run = 2; run <= mostWarmUps && one.takesPart(row); run++) {
            Measured measured = one.run(row, duration());
            tell("warm-up " + run, row, one, measured);
            if (measured.isAsSteadyAs(before, steady)) {
                return;
            }
            before = measured;
        }
        System.err.println((one.takesPart(row)
                        ? "not steady after " + mostWarmUps + " runs: "
                        : "the members have lost each other: ")
                + row.label() + ", " + one.system().title());
    }

    private Duration duration() {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static void tell(String when, BenchRow row, Contestant one, Measured measured) {
        System.err.println(String.format(
                Locale.ROOT, "%s, %s, %s: %,.0f/s", row.label(), one.system().title(), when, measured.perSecond()));
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}

package dev.troupe.bench;

import dev.troupe.bench.nodes.ColdStart;
import dev.troupe.bench.nodes.CopyingCost;
import dev.troupe.bench.nodes.Crash;
import dev.troupe.bench.nodes.Join;
import dev.troupe.bench.nodes.Restarts;
import dev.troupe.bench.process.ProcessMemory;
import dev.troupe.cli.io.Arguments;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measuring command line, started by {@code ./bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        version = "bench 0.1",
        description = {
            "Measures the store beside Caffeine, an exact LRU and a HashMap, placement beside hash rings, what starts, crashes,",
            "restarts, newcomers and copies cost a cluster of nodes, and a node's process beside redis-server."
        },
        subcommands = {
            HitRatio.class,
            Memory.class,
            Expiry.class,
            Pauses.class,
            Speed.class,
            Lookup.class,
            PlacementComparison.class,
            PlacementSpeed.class,
            ColdStart.class,
            Crash.class,
            Restarts.class,
            Join.class,
            CopyingCost.class,
            ProcessMemory.class
        },
        footer = {
            "",
            "'./bench peers' measures Troupe beside Hazelcast, Infinispan and Caffeine, which it downloads; see its --help.",
            "Results go to standard output as Markdown tables, progress to standard error.",
            "Exit codes: 0 done, 1 failed, 2 wrong arguments."
        })
public final class Bench {
    private Bench() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        Optional<String> complaint = Arguments.complaintOfPlatform(List.of(args));
        if (complaint.isPresent()) {
            System.err.println("bench: " + complaint.get());
            System.exit(CommandLine.ExitCode.USAGE);
        }
        CommandLine line = new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false);
        int code = args.length == 0 ? usage(line) : line.execute(args);
        if (System.out.checkError()) {
            System.err.println("bench: cannot write to standard output: the results are lost");
            code = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(code);
    }

    private static int usage(CommandLine line) {
        line.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}

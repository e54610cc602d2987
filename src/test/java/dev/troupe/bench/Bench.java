package dev.troupe.bench;

import dev.troupe.bench.nodes.CopyingCost;
import dev.troupe.bench.nodes.Crash;
import dev.troupe.bench.nodes.Join;
import dev.troupe.bench.nodes.Restarts;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measuring command line, started by {@code ./bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        version = "bench 0.1",
        description = {
            "Measures the store beside Caffeine, an exact LRU and a HashMap, placement beside hash rings, and what crashes,",
            "restarts, newcomers and copies cost a cluster of nodes."
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
            Crash.class,
            Restarts.class,
            Join.class,
            CopyingCost.class
        },
        footer = {
            "",
            "Results go to standard output as Markdown tables, progress to standard error.",
            "Exit codes: 0 done, 1 failed, 2 wrong arguments."
        })
public final class Bench {
    private Bench() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(args.length == 0 ? usage(line) : line.execute(args));
    }

    private static int usage(CommandLine line) {
        line.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}

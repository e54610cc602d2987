package dev.troupe.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What entries cost beside their bytes: overhead, dead bytes after overwriting, and whether a budget is kept. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Measures memory by used heap after collections.",
        footer = {
            "",
            "overhead:  loads entries into one store, 256 stores in one pool, Caffeine with byte arrays and a HashMap.",
            "overwrite: overwrites everything at random, sizes redrawn within a quarter; prints dead bytes and put cost.",
            "budget:    fills stores to their budget with entries of several sizes and compares the heap with the budget.",
            "Example: ./bench memory overhead --entries 1000000 --sizes 36/224,16/100"
        })
final class Memory implements Callable<Integer> {
    @Override
    public Integer call() {
        overhead(1_000_000, List.of("36/224", "16/100"));
        overwrite(1_000_000, List.of("36/224", "16/100"), 10);
        budget("256m", List.of(1, 256), List.of("16/32", "36/224", "36/20000"));
        return 0;
    }

    @Command(name = "overhead", mixinStandardHelpOptions = true, description = "Overhead an entry, beside others.")
    int overhead(
            @Option(names = "--entries", defaultValue = "1000000", description = "Entries (${DEFAULT-VALUE}).")
                    int entries,
            @Option(
                            names = "--sizes",
                            split = ",",
                            defaultValue = "36/224,16/100",
                            description = "KEY/VALUE bytes (${DEFAULT-VALUE}).")
                    List<String> sizes) {
        new OverheadRun(entries, sizes.stream().map(Payload::parse).toList()).print();
        return 0;
    }

    @Command(
            name = "overwrite",
            mixinStandardHelpOptions = true,
            description = "Dead bytes after overwriting at random.")
    int overwrite(
            @Option(names = "--entries", defaultValue = "1000000", description = "Entries (${DEFAULT-VALUE}).")
                    int entries,
            @Option(
                            names = "--sizes",
                            split = ",",
                            defaultValue = "36/224,16/100",
                            description = "KEY/VALUE bytes, values vary by a quarter (${DEFAULT-VALUE}).")
                    List<String> sizes,
            @Option(names = "--rounds", defaultValue = "10", description = "Rounds (${DEFAULT-VALUE}).") int rounds) {
        sizes.forEach(size -> new OverwriteRun(entries, Payload.parse(size), rounds).print());
        return 0;
    }

    @Command(
            name = "budget",
            mixinStandardHelpOptions = true,
            description = "Used heap of full stores and their budget.")
    int budget(
            @Option(names = "--bytes", defaultValue = "256m", description = "Budget, with k, m, g (${DEFAULT-VALUE}).")
                    String bytes,
            @Option(
                            names = "--stores",
                            split = ",",
                            defaultValue = "1,256",
                            description = "Over how many stores the entries are spread (${DEFAULT-VALUE}).")
                    List<Integer> counts,
            @Option(
                            names = "--sizes",
                            split = ",",
                            defaultValue = "16/32,36/224,36/20000",
                            description = "KEY/VALUE bytes (${DEFAULT-VALUE}).")
                    List<String> sizes) {
        new BudgetRun(
                        Stores.parseBytes(bytes),
                        counts,
                        sizes.stream().map(Payload::parse).toList())
                .print();
        return 0;
    }
}

package dev.troupe.bench;

import dev.troupe.bench.Sought.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Compares look-ups of the store and of a HashMap within one process, in alternating blocks. */
@Command(
        name = "lookup",
        mixinStandardHelpOptions = true,
        description = "Times gets of the store and of a HashMap in turn, in one process.",
        footer = {
            "",
            "A block of gets of one, then a block of the other, and the other way round in the next round: what else",
            "the machine does hits both. Processor time of the thread, the median over rounds; the ratio is the median",
            "of the ratios of the rounds. Drawing the key is part of a get, the same for all. \"Grown\" compares with",
            "the row of the fewest entries. Entries are 16-byte keys, 100-byte values.",
            "Example: ./bench lookup --entries 10000,10000000 --huge-pages off"
        })
final class Lookup implements Callable<Integer> {
    @Option(
            names = "--entries",
            split = ",",
            defaultValue = "10000,10000000",
            description = "Entries, the fewest first (${DEFAULT-VALUE}).")
    private List<Integer> entries = List.of();

    @Option(names = "--rounds", defaultValue = "15", description = "Rounds that count (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--block", defaultValue = "1000000", description = "Gets in a row (${DEFAULT-VALUE}).")
    private int block;

    @Option(
            names = "--huge-pages",
            split = ",",
            defaultValue = "off,on",
            description = "Transparent huge pages: off, on or both (${DEFAULT-VALUE}).")
    private List<String> hugePages = List.of();

    @Option(names = "--heap", defaultValue = "6g", description = "Heap of the process (${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(names = "--caffeine", description = "Caffeine too; takes 3 GB more at ten million entries.")
    private boolean caffeine;

    @Option(names = "--here", hidden = true, description = "Measure in this process, whatever its options.")
    private boolean here;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (here) {
            new LookupRun(subjects(), entries, rounds, block).print(hugePages.get(0));
            return ExitCode.OK;
        }
        for (String pages : hugePages) {
            int code = new ProcessBuilder(command(pages)).inheritIO().start().waitFor();
            if (code != ExitCode.OK) {
                return code;
            }
            System.out.println();
        }
        return ExitCode.OK;
    }

    private List<Subject> subjects() {
        return caffeine
                ? List.of(Subject.STORE, Subject.HASH_MAP, Subject.CAFFEINE)
                : List.of(Subject.STORE, Subject.HASH_MAP);
    }

    private List<String> command(String pages) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+UseG1GC",
                Speed.pagesFlag(pages),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "lookup",
                "--here",
                "--huge-pages=" + pages,
                "--rounds=" + rounds,
                "--block=" + block));
        entries.forEach(count -> command.add("--entries=" + count));
        if (caffeine) {
            command.add("--caffeine");
        }
        return command;
    }
}

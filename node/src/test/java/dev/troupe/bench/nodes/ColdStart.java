package dev.troupe.bench.nodes;

import dev.troupe.bench.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the nodes of a launcher take until they are ready, and what processor time that costs. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description =
                "Starts nodes by ./troupe cluster: time until the last one is ready, and the processor time of all processes.",
        footer = {
            "",
            "Launchers, numbers of nodes and options take turns within a run, and a first start of each launcher does not",
            "count: it builds what is missing. Processor time: user and system of the launcher, the command and the nodes."
        })
public final class ColdStart implements Callable<Integer> {
    private static final long END_SECONDS = 60;

    @Option(
            names = "--launcher",
            paramLabel = "FILE",
            defaultValue = "troupe",
            description = "A launcher, such as one of an earlier version; repeatable, the first is compared to"
                    + " (${DEFAULT-VALUE}).")
    private List<Path> launchers = new ArrayList<>();

    @Option(names = "--nodes", split = ",", defaultValue = "1,3", description = "Numbers of nodes (${DEFAULT-VALUE}).")
    private List<Integer> sizes = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "3", description = "Starts of each kind (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "More options for all JVMs, such as -XX:TieredStopAtLevel=1, separated by blanks.")
    private String jvm = "";

    /** One kind of start and what its runs came to, in seconds. */
    private record Kind(Path launcher, int nodes, List<Double> wall, List<Double> cpu) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Kind> kinds = sizes.stream()
                .flatMap(nodes -> launchers.stream()
                        .map(launcher -> new Kind(launcher, nodes, new ArrayList<>(), new ArrayList<>())))
                .toList();
        for (Path launcher : launchers) {
            start(new Kind(launcher, 1, new ArrayList<>(), new ArrayList<>()));
        }
        for (int run = 0; run < runs; run++) {
            for (int index = 0; index < kinds.size(); index++) {
                // There and back, so that whatever grows with time meets all of them.
                start(kinds.get(run % 2 == 0 ? index : kinds.size() - 1 - index));
            }
        }
        report(kinds);
        return 0;
    }

    private void start(Kind kind) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        kind.launcher().toAbsolutePath().toString(),
                        "cluster",
                        "--nodes",
                        String.valueOf(kind.nodes()),
                        "--http-port",
                        "0",
                        "--port",
                        "0")
                .redirectError(Redirect.DISCARD);
        builder.environment().put("TROUPE_JAVA_OPTS", jvm);
        long startNanos = System.nanoTime();
        Process cluster = builder.start();
        // Its nodes end with it, and it with this command, however that ends.
        Thread hook = new Thread(() -> cluster.toHandle().destroy());
        Runtime.getRuntime().addShutdownHook(hook);
        try (BufferedReader out = cluster.inputReader(StandardCharsets.UTF_8)) {
            for (int ready = 0; ready < kind.nodes(); ready++) {
                String line = out.readLine();
                if (line == null || !line.startsWith("ready ")) {
                    throw new IllegalStateException(kind.launcher() + " did not start " + kind.nodes() + " nodes");
                }
            }
            kind.wall().add((System.nanoTime() - startNanos) / 1e9);
            kind.cpu().add(cpuSeconds(cluster));
        } finally {
            end(cluster);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        System.err.println(String.format(
                Locale.ROOT,
                "%s, %d nodes: ready after %.1f s, processor %.1f s",
                kind.launcher(),
                kind.nodes(),
                kind.wall().get(kind.wall().size() - 1),
                kind.cpu().get(kind.cpu().size() - 1)));
    }

    private static double cpuSeconds(Process cluster) {
        return Stream.concat(Stream.of(cluster.toHandle()), cluster.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    private static void end(Process cluster) throws InterruptedException {
        cluster.toHandle().destroy();
        if (!cluster.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            cluster.descendants().forEach(ProcessHandle::destroyForcibly);
            cluster.destroyForcibly();
        }
    }

    private void report(List<Kind> kinds) {
        Table table = new Table(
                List.of("launcher", "nodes", "ready after, s", "processor, s", "of the runs", "to the first"));
        for (Kind kind : kinds) {
            double first = kinds.stream()
                    .filter(other -> other.nodes() == kind.nodes())
                    .mapToDouble(other -> Cells.median(other.cpu()))
                    .findFirst()
                    .orElseThrow();
            table.row(List.of(
                    kind.launcher().toString(),
                    String.valueOf(kind.nodes()),
                    seconds(Cells.median(kind.wall())),
                    seconds(Cells.median(kind.cpu())),
                    String.join(
                            ", ", kind.cpu().stream().map(ColdStart::seconds).toList()),
                    String.format(Locale.ROOT, "%.2f", Cells.median(kind.cpu()) / first)));
        }
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

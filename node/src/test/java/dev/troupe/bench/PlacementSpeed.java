package dev.troupe.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link PlacementBenchmark}. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        description = "Times the targets of 4096 partitions on 200 nodes with JMH.")
final class PlacementSpeed implements Callable<Integer> {
    @Option(
            names = "--iterations",
            defaultValue = "3",
            description = "Iterations of a second, each for warm-up and measurement (${DEFAULT-VALUE}).")
    private int iterations;

    @Override
    public Integer call() throws RunnerException {
        Options options = new OptionsBuilder()
                .include("dev\\.troupe\\.bench\\.PlacementBenchmark")
                .forks(1)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseG1GC")
                .build();
        Iterable<RunResult> results = new Runner(options).run();
        System.out.println();
        Table table = new Table(List.of("after", "ms"));
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            table.row(
                    result.getParams().getParam("after"),
                    String.format(Locale.ROOT, "%.2f +- %.2f", time.getScore(), time.getScoreError()));
        }
        return 0;
    }
}

package dev.troupe.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Collects the samples of all rounds and makes a Markdown table of them. Not thread safe. */
final class BenchTable {
    private static final List<String> HEADER = List.of(
            "| operation | keys owned | callers | backups | ops/s | of the rounds | p50, ms | p99, ms | CPU, us a call | errors |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");

    private record Line(BenchRow row, int backups) {}

    private final Map<Line, List<BenchSample>> samples = new LinkedHashMap<>();

    /** Adds what a round has shown of a row. */
    void add(BenchRow row, int backups, BenchSample sample) {
        samples.computeIfAbsent(new Line(row, backups), line -> new ArrayList<>())
                .add(sample);
    }

    /** Failed calls of all rows. */
    long errors() {
        return samples.values().stream()
                .flatMap(List::stream)
                .mapToLong(BenchSample::errors)
                .sum();
    }

    /** The table: of the rate the median of the rounds and its range, latencies of all rounds together. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(HEADER);
        samples.forEach((line, rounds) -> lines.add(text(line, rounds)));
        return lines;
    }

    private static String text(Line line, List<BenchSample> rounds) {
        List<Double> rates =
                rounds.stream().map(BenchSample::perSecond).sorted().toList();
        Histogram micros = rounds.get(0).micros().copy();
        rounds.stream().skip(1).forEach(round -> micros.add(round.micros()));
        List<String> cells = new ArrayList<>(line.row().cells());
        Collections.addAll(
                cells,
                String.valueOf(line.backups()),
                String.format(Locale.ROOT, "%,.0f", median(rates)),
                String.format(Locale.ROOT, "%,.0f - %,.0f", rates.get(0), rates.get(rates.size() - 1)),
                millis(micros, 50),
                millis(micros, 99),
                String.format(Locale.ROOT, "%.1f", cpuMicros(rounds)),
                String.format(
                        Locale.ROOT,
                        "%,d",
                        rounds.stream().mapToLong(BenchSample::errors).sum()));
        return "| " + String.join(" | ", cells) + " |";
    }

    /** Of both JVMs, callers included: what other work on the machine changes least. */
    private static double cpuMicros(List<BenchSample> rounds) {
        long answered = rounds.stream().mapToLong(BenchSample::answered).sum();
        return rounds.stream().mapToLong(BenchSample::cpuNanos).sum() / 1e3 / Math.max(1, answered);
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String millis(Histogram micros, double percentile) {
        return String.format(Locale.ROOT, "%.2f", micros.getValueAtPercentile(percentile) / 1e3);
    }
}

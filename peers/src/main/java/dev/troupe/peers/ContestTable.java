package dev.troupe.peers;

import dev.troupe.cli.bench.BenchRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects rounds and makes a Markdown table of them. Not thread safe. */
final class ContestTable {
    private static final List<String> HEADER = List.of(
            "| operation | keys owned | callers | system | calls/s | of the rounds | Troupe to it, median (lowest to highest) | p50, ms | p99, ms | CPU, us a call | errors |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");

    private final Map<BenchRow, Map<CacheSystem, List<Measured>>> rows = new LinkedHashMap<>();
    private final List<String> parted = new ArrayList<>();

    /** Adds what a system has shown in a round; all that take part in it are added before the next round. */
    void add(BenchRow row, CacheSystem system, Measured measured) {
        rows.computeIfAbsent(row, another -> new EnumMap<>(CacheSystem.class))
                .computeIfAbsent(system, another -> new ArrayList<>())
                .add(measured);
    }

    /** The members of a system have lost each other in this row; what it has shown there does not count. */
    void parted(BenchRow row, CacheSystem system) {
        if (rows.containsKey(row)) {
            rows.get(row).remove(system);
        }
        parted.add(system.title() + ": its members lost each other under '" + row.label()
                + "' and it was not measured further");
    }

    /** The table: medians of the rounds, and of the ratios within each round. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(HEADER);
        rows.forEach((row, systems) -> systems.forEach((system, rounds) ->
                lines.add(text(row, system, rounds, systems.getOrDefault(CacheSystem.TROUPE, List.of())))));
        if (!parted.isEmpty()) {
            lines.add("");
            lines.addAll(parted);
        }
        return lines;
    }

    private static String text(BenchRow row, CacheSystem system, List<Measured> rounds, List<Measured> troupe) {
        List<String> cells = new ArrayList<>(row.cells());
        List<Double> rates = sorted(rounds, Measured::perSecond);
        cells.add(system.title());
        cells.add(String.format(Locale.ROOT, "%,.0f", median(rates)));
        cells.add(String.format(Locale.ROOT, "%,.0f - %,.0f", rates.get(0), rates.get(rates.size() - 1)));
        cells.add(system == CacheSystem.TROUPE || troupe.size() != rounds.size() ? "" : ratio(troupe, rounds));
        cells.add(String.format(Locale.ROOT, "%.2f", median(sorted(rounds, Measured::p50Micros)) / 1e3));
        cells.add(String.format(Locale.ROOT, "%.2f", median(sorted(rounds, Measured::p99Micros)) / 1e3));
        cells.add(String.format(Locale.ROOT, "%.1f", median(sorted(rounds, Measured::cpuMicros))));
        cells.add(String.format(
                Locale.ROOT, "%,d", rounds.stream().mapToLong(Measured::errors).sum()));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String ratio(List<Measured> troupe, List<Measured> other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < troupe.size(); round++) {
            ratios.add(troupe.get(round).perSecond() / other.get(round).perSecond());
        }
        ratios.sort(null);
        return String.format(
                Locale.ROOT, "**%.2f** (%.2f - %.2f)", median(ratios), ratios.get(0), ratios.get(ratios.size() - 1));
    }

    private static List<Double> sorted(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        return rounds.stream().map(figure::applyAsDouble).sorted().toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

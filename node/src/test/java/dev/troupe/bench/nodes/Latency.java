package dev.troupe.bench.nodes;

import dev.troupe.proving.history.Figures;
import java.util.List;

/** The columns that tell how requests fared. */
final class Latency {
    private Latency() {}

    /** Requests, failed ones, unknown ones, then p50, p99 and worst of those that were answered, in ms. */
    static List<String> cells(Figures figures) {
        return List.of(
                Cells.count(figures.requests()),
                Cells.count(figures.refused()),
                Cells.count(figures.unknown()),
                Cells.fractional(figures.p50()),
                Cells.fractional(figures.p99()),
                Cells.fractional(figures.slowest()));
    }
}

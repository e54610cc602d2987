package dev.troupe.bench;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bars of the partitions of each node, the fullest first, one column a placer. */
final class SharePlot {
    private static final int WIDEST_BAR = 22;

    private final Map<String, List<Integer>> loadsByTitle = new LinkedHashMap<>();

    void add(String title, List<Integer> loads) {
        loadsByTitle.put(title, loads.stream().sorted(Comparator.reverseOrder()).toList());
    }

    @Override
    public String toString() {
        int most =
                loadsByTitle.values().stream().mapToInt(Collections::max).max().orElse(1);
        int nodes = loadsByTitle.values().stream().mapToInt(List::size).max().orElse(0);
        StringBuilder text = new StringBuilder("node");
        loadsByTitle.keySet().forEach(title -> text.append("  ").append(padded(title, WIDEST_BAR + 5)));
        for (int node = 0; node < nodes; node++) {
            text.append('\n').append(padded(Integer.toString(node + 1), 4));
            for (List<Integer> loads : loadsByTitle.values()) {
                int load = loads.get(node);
                String bar = "#".repeat(Math.round((float) load * WIDEST_BAR / most));
                text.append("  ").append(padded(bar + " " + load, WIDEST_BAR + 5));
            }
        }
        return text.toString().replaceAll(" +(\n|$)", "$1");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}

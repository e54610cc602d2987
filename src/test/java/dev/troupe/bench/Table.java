package dev.troupe.bench;

import java.util.List;

/** Prints a Markdown table row by row, so that a stopped run has shown what it had. */
final class Table {
    Table(List<String> columns) {
        row(columns);
        row(columns.stream().map(column -> "---").toList());
    }

    void row(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    void row(String... cells) {
        row(List.of(cells));
    }
}

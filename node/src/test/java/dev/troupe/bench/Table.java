package dev.troupe.bench;

import java.util.List;

/** Prints a Markdown table row by row, so that a stopped run has shown what it had. */
public final class Table {
    /** Prints the head. */
    public Table(List<String> columns) {
        row(columns);
        row(columns.stream().map(column -> "---").toList());
    }

    /** Prints a row. */
    public void row(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    /** Prints a row. */
    public void row(String... cells) {
        row(List.of(cells));
    }
}

package dev.troupe.cli.console;

/** How a command writes its result. */
public enum Output {
    /** For people. */
    TEXT,
    /** One JSON object on one line. */
    JSON;

    @Override
    public String toString() {
        return this == TEXT ? "text" : "json";
    }
}

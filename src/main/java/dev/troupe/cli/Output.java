package dev.troupe.cli;

/** How a command writes its result. */
enum Output {
    /** For people. */
    TEXT,
    /** One JSON object on one line. */
    JSON;

    @Override
    public String toString() {
        return this == TEXT ? "text" : "json";
    }
}

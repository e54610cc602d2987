package dev.troupe.planted.store;

import java.util.logging.Logger;

/** Logs from a pure package, in two ways. */
public record Shelf(Logger ours, org.slf4j.Logger theirs) {}

package dev.troupe.api;

/**
 * A counter after a step.
 *
 * @param value now
 * @param version of the entry
 */
public record Counted(long value, long version) {}

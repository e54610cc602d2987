package dev.troupe.planted.partition;

import dev.troupe.planted.cluster.Right;

/** One half of a cycle. */
public record Left(Right right) {}

package dev.troupe.planted.owner;

import dev.troupe.planted.cluster.membership.Right;

/** One half of a cycle. */
public record Left(Right right) {}

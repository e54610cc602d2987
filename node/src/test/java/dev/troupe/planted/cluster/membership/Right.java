package dev.troupe.planted.cluster.membership;

import com.typesafe.config.Config;
import dev.troupe.planted.owner.Left;

/** The other half of a cycle, which reads configuration besides. */
public record Right(Left left, Config config) {}

package dev.troupe.planted.cluster.membership;

import com.typesafe.config.Config;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;

/** Reads configuration as it may. */
abstract class JoinCheck extends JoinConfigCompatChecker {
    @Override
    public abstract Seq<String> requiredKeys();

    @Override
    public abstract ConfigValidation check(Config theirs, Config ours);
}

package dev.troupe.planted.cluster.membership;

import com.typesafe.config.Config;
import org.apache.pekko.remote.FailureDetector;

/** Reads configuration as it may. */
abstract class Detector implements FailureDetector {
    Detector(Config config) {
        config.getDouble("threshold");
    }
}

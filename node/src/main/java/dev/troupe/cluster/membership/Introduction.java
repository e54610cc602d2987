package dev.troupe.cluster.membership;

import java.net.URI;
import java.util.Optional;

/**
 * What a node says about itself that gossip does not.
 *
 * @param httpUri where it serves HTTP, once it does
 * @param uptimeMillis since its start, when it said so; at least 0
 * @param draining whether it is about to leave
 */
record Introduction(Optional<URI> httpUri, long uptimeMillis, boolean draining) {
    Introduction {
        if (uptimeMillis < 0) {
            throw new IllegalArgumentException("uptimeMillis must not be negative, got " + uptimeMillis);
        }
    }
}

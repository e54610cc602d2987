package dev.troupe.node;

import java.time.Duration;

/**
 * The HTTP front end of a node.
 *
 * @param host to bind
 * @param port to bind; 0 takes any free port
 * @param bodyDeadline within which a request body must be here
 * @param maxBytesInFlight of request bodies held at a time
 * @param drain how long requests under way may take to end at shutdown
 */
public record HttpSettings(String host, int port, Duration bodyDeadline, long maxBytesInFlight, Duration drain) {}

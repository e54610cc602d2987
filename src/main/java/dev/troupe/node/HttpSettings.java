package dev.troupe.node;

import dev.troupe.http.HttpServer;
import java.time.Duration;

/**
 * The HTTP front end of a node.
 *
 * @param server where it listens and what it accepts
 * @param drain how long requests under way may take to end at shutdown
 */
public record HttpSettings(HttpServer.Settings server, Duration drain) {}

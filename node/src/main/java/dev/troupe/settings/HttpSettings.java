package dev.troupe.settings;

import dev.troupe.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP front end of a node.
 *
 * @param server where it listens and what it accepts
 * @param drain how long requests under way may take to end at shutdown
 * @param advertised where others are told to reach it; empty means where it listens
 */
public record HttpSettings(HttpServer.Settings server, Duration drain, Optional<URI> advertised) {}

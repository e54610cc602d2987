package dev.troupe.transport.direct;

/**
 * Where a node takes part in direct connections.
 *
 * @param host to listen at
 * @param bindPort to listen at; 0 takes any free port
 * @param port that others are told; 0 is the one that this node listens at
 * @param outboundHost that connections are opened from; empty leaves it to the machine
 */
public record DirectPlace(String host, int bindPort, int port, String outboundHost) {}

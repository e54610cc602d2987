package dev.troupe.proving.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One node in a {@link FaultyNetwork}.
 *
 * @param name for links, such as {@code node-1}
 * @param source the address from which this node connects to others, which tells who it is
 * @param front where others connect to reach this node
 * @param target where this node listens
 */
public record Endpoint(String name, InetAddress source, InetSocketAddress front, InetSocketAddress target) {}

package dev.troupe.proving.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where others reach a node in a {@link FaultyNetwork}. A node that listens at several ports has one for each, all of its name.
 *
 * @param name of the node, for links, such as {@code node-1}
 * @param source the address from which this node connects to others, which tells who it is
 * @param front where others connect to reach this node
 * @param target where this node listens for what comes in there
 */
public record Endpoint(String name, InetAddress source, InetSocketAddress front, InetSocketAddress target) {}

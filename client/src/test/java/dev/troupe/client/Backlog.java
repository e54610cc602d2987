package dev.troupe.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that nobody accepts: they fill a listener's backlog, so that the next one stays without an answer. */
final class Backlog implements AutoCloseable {
    private final List<SocketChannel> connections = new ArrayList<>();

    Backlog(ServerSocket listener) throws IOException {
        for (int i = 0; i < 8; i++) {
            SocketChannel connection = SocketChannel.open();
            connection.configureBlocking(false);
            connection.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            connections.add(connection);
        }
    }

    /** Whether the last connection is still without an answer. */
    boolean isFull() throws IOException {
        return !connections.get(connections.size() - 1).finishConnect();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}

package dev.troupe.proving.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A node as the network sees it: an address where it listens, and one from which it connects. */
final class Listener implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final ServerSocket server;
    final Endpoint endpoint;

    private Listener(ServerSocket server, Endpoint endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** One on 127.0.0.N. */
    static Listener on(int host) throws IOException {
        InetAddress address = InetAddress.getByName("127.0.0." + host);
        ServerSocket server = new ServerSocket(0, 50, address);
        server.setSoTimeout(PATIENCE_MILLIS);
        int frontPort;
        try (ServerSocket free = new ServerSocket(0, 1, address)) {
            frontPort = free.getLocalPort();
        }
        return new Listener(
                server,
                new Endpoint(
                        "node-" + host,
                        address,
                        new InetSocketAddress(address, frontPort),
                        new InetSocketAddress(address, server.getLocalPort())));
    }

    /** Connects to another through the network. */
    Socket connect(Listener other) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(endpoint.source(), 0));
        socket.connect(other.endpoint.front(), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The next connection that comes in. */
    Socket accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** To another. */
    Link to(Listener other) {
        return new Link(endpoint.name(), other.endpoint.name());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

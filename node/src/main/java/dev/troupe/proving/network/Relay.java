package dev.troupe.proving.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/**
 * One connection through the network: that of the node which opened it, and the one made for it to the other node, which is
 * dialled only once the link is open. Used by the network's thread alone.
 */
final class Relay {
    private final Endpoint to;
    private final SocketChannel client;
    private final SocketChannel target;
    private final SelectionKey clientKey;
    private final SelectionKey targetKey;
    private final Flow forward;
    private final Flow backward;
    private final Function<Link, Link.Rule> rules;
    private boolean dialled;
    private boolean connected;

    Relay(String from, Endpoint to, SocketChannel client, Selector selector, Function<Link, Link.Rule> rules)
            throws IOException {
        this.to = to;
        this.client = client;
        this.rules = rules;
        this.target = SocketChannel.open();
        Link link = new Link(from, to.name());
        this.forward = new Flow(link, client, target);
        this.backward = new Flow(link.reversed(), target, client);
        prepare(client);
        prepare(target);
        this.clientKey = client.register(selector, 0, this);
        this.targetKey = target.register(selector, 0, this);
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** The link of the node that opened the connection. */
    Link link() {
        return forward.link();
    }

    /** The flow in a direction. */
    Flow flow(Link link) {
        return forward.link().equals(link) ? forward : backward;
    }

    /** Does what can be done now. Returns how long until there is more without news from outside. */
    long advance(long nowNanos) {
        if (!isOpen()) {
            return Long.MAX_VALUE;
        }
        Link.Rule there = rules.apply(forward.link());
        Link.Rule back = rules.apply(backward.link());
        try {
            if (!dialled && !there.cut()) {
                dialled = true;
                connected = target.connect(to.target());
            }
            if (targetKey.isValid() && targetKey.isConnectable()) {
                connected = target.finishConnect();
            }
            if (connected && !move(there, back, nowNanos)) {
                reset();
                return Long.MAX_VALUE;
            }
            if (forward.isFinished() && backward.isFinished()) {
                close();
                return Long.MAX_VALUE;
            }
            showInterest(there, back);
        } catch (IOException broken) {
            reset();
            return Long.MAX_VALUE;
        }
        return Math.min(forward.waitNanos(there, nowNanos), backward.waitNanos(back, nowNanos));
    }

    private boolean move(Link.Rule there, Link.Rule back, long nowNanos) throws IOException {
        if (clientKey.isReadable() && forward.wantsToRead(there)) {
            forward.read(there, nowNanos);
        }
        if (targetKey.isReadable() && backward.wantsToRead(back)) {
            backward.read(back, nowNanos);
        }
        return forward.write(there, nowNanos) && backward.write(back, nowNanos);
    }

    private void showInterest(Link.Rule there, Link.Rule back) {
        if (!connected) {
            targetKey.interestOps(dialled ? SelectionKey.OP_CONNECT : 0);
            return;
        }
        clientKey.interestOps((forward.wantsToRead(there) ? SelectionKey.OP_READ : 0)
                | (backward.wantsToWrite(back) ? SelectionKey.OP_WRITE : 0));
        targetKey.interestOps((backward.wantsToRead(back) ? SelectionKey.OP_READ : 0)
                | (forward.wantsToWrite(there) ? SelectionKey.OP_WRITE : 0));
    }

    boolean isOpen() {
        return client.isOpen();
    }

    /** Breaks it, so that both nodes are told so (RST). */
    void reset() {
        try {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            target.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            // Then there is nobody to tell.
        }
        close();
    }

    void close() {
        closeQuietly(client);
        closeQuietly(target);
    }

    static void closeQuietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}

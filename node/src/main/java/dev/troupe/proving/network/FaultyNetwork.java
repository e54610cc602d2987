package dev.troupe.proving.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Stands between nodes on one machine and forwards their TCP connections, until it is told to cut, delay or break some.
 * Who opened a connection is told from its source address. It keeps listening and accepting while it cuts: a cut looks like
 * packets that are lost, not like a process that is gone. What is told of a node holds for all endpoints of its name, and takes
 * effect before the call returns. One thread serves everything. Safe for use by many threads. Owned by whoever opened it, who
 * closes it.
 */
public final class FaultyNetwork implements AutoCloseable {
    /** Connections at a time; further ones are closed at once. */
    private static final int MOST_RELAYS = 512;

    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long MOST_NANOS = LONGEST_WAIT_MILLIS * 1_000_000;

    private final List<Endpoint> endpoints;
    private final Selector selector;
    private final Map<Link, Link.Rule> rules = new ConcurrentHashMap<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Relay> relays = new ArrayList<>();
    private final Map<Endpoint, ServerSocketChannel> fronts = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private FaultyNetwork(List<Endpoint> endpoints, Selector selector) {
        this.endpoints = List.copyOf(endpoints);
        this.selector = selector;
        this.thread = new Thread(this::run, "troupe-network");
        thread.setDaemon(true);
    }

    /**
     * Listens at the front of every endpoint and forwards to its target.
     *
     * @throws UncheckedIOException if an address is taken
     */
    public static FaultyNetwork open(List<Endpoint> endpoints) {
        FaultyNetwork network = new FaultyNetwork(endpoints, newSelector());
        try {
            endpoints.forEach(network::listen);
        } catch (UncheckedIOException taken) {
            network.closeAll();
            throw taken;
        }
        network.thread.start();
        return network;
    }

    private static Selector newSelector() {
        try {
            return Selector.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets nothing pass in one direction; what was sent waits. */
    public void cut(Link link) {
        tell(() -> rules.put(link, Link.Rule.CUT));
    }

    /** Lets nothing pass between a node and all others, strangers included. */
    public void isolate(String name) {
        tell(() -> linksOf(name).forEach(link -> rules.put(link, Link.Rule.CUT)));
    }

    /** Lets every byte of a direction be under way for some time. */
    public void delay(Link link, Duration delay) {
        tell(() -> rules.put(link, Link.Rule.delayed(delay)));
    }

    /** Breaks the connections that one node has opened to another; new ones work. */
    public void reset(Link link) {
        tell(() -> relaysOf(link).forEach(Relay::reset));
    }

    /** Lets so many more bytes of each open connection pass in this direction, and then breaks it. */
    public void truncate(Link link, long bytes) {
        tell(() -> relays.stream()
                .filter(relay -> relay.link().equals(link) || relay.link().equals(link.reversed()))
                .forEach(relay -> relay.flow(link).breakAfter(bytes)));
    }

    /** Lets everything of a direction pass again, at once. */
    public void mend(Link link) {
        tell(() -> rules.remove(link));
    }

    /** Lets everything pass everywhere. */
    public void mendAll() {
        tell(rules::clear);
    }

    /** Refuses connections to a node, as a machine does whose process is gone. Open ones are left alone. */
    public void refuse(String name) {
        tell(() -> {
            frontsOf(name).values().forEach(Relay::closeQuietly);
            forgetClosed();
        });
    }

    /** Listens again for a node that was refused. */
    public void accept(String name) {
        tell(() -> frontsOf(name).forEach((endpoint, front) -> {
            if (!front.isOpen()) {
                listen(endpoint);
            }
        }));
    }

    /** How many connections a node has opened to another that are still open. */
    public int connections(Link link) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        tell(() -> count.complete(relaysOf(link).size()));
        return count.join();
    }

    /** Breaks all connections and stops listening. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Link> linksOf(String name) {
        List<Link> links = new ArrayList<>();
        Consumer<String> both = other -> {
            links.add(new Link(name, other));
            links.add(new Link(other, name));
        };
        endpoints.stream()
                .map(Endpoint::name)
                .distinct()
                .filter(other -> !other.equals(name))
                .forEach(both);
        both.accept(Link.STRANGER);
        return links;
    }

    private Map<Endpoint, ServerSocketChannel> frontsOf(String name) {
        Map<Endpoint, ServerSocketChannel> found = new HashMap<>(fronts);
        found.keySet().removeIf(endpoint -> !endpoint.name().equals(name));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no endpoint " + name);
        }
        return found;
    }

    private List<Relay> relaysOf(Link link) {
        return relays.stream()
                .filter(relay -> relay.isOpen() && relay.link().equals(link))
                .toList();
    }

    private void tell(Runnable command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(() -> {
            try {
                command.run();
                done.complete(null);
            } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
        selector.wakeup();
        done.join();
    }

    private void listen(Endpoint endpoint) {
        try {
            ServerSocketChannel front = ServerSocketChannel.open();
            fronts.put(endpoint, front);
            front.configureBlocking(false);
            // A node that was restarted finds its address again.
            front.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            front.bind(endpoint.front());
            front.register(selector, SelectionKey.OP_ACCEPT, endpoint);
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen at " + endpoint.front(), taken);
        }
    }

    private void run() {
        try {
            long waitNanos = MOST_NANOS;
            while (!closed) {
                selector.select(Math.max(1, Math.min(LONGEST_WAIT_MILLIS, waitNanos / 1_000_000 + 1)));
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                acceptAll();
                waitNanos = advanceAll(System.nanoTime());
                selector.selectedKeys().clear();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            closed = true;
            closeAll();
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
        }
    }

    /** A channel that was closed gives its address free when the selector next looks. */
    private void forgetClosed() {
        try {
            selector.selectNow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long advanceAll(long nowNanos) {
        long waitNanos = MOST_NANOS;
        for (Relay relay : relays) {
            waitNanos = Math.min(waitNanos, relay.advance(nowNanos));
        }
        relays.removeIf(relay -> !relay.isOpen());
        return waitNanos;
    }

    private void acceptAll() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isAcceptable() && key.attachment() instanceof Endpoint endpoint) {
                accept((ServerSocketChannel) key.channel(), endpoint);
            }
        }
    }

    private void accept(ServerSocketChannel front, Endpoint endpoint) throws IOException {
        for (SocketChannel client = front.accept(); client != null; client = front.accept()) {
            if (relays.size() >= MOST_RELAYS) {
                Relay.closeQuietly(client);
                continue;
            }
            relays.add(new Relay(
                    sender(client), endpoint, client, selector, link -> rules.getOrDefault(link, Link.Rule.CLEAR)));
        }
    }

    private String sender(SocketChannel client) throws IOException {
        if (client.getRemoteAddress() instanceof InetSocketAddress address) {
            for (Endpoint endpoint : endpoints) {
                if (endpoint.source().equals(address.getAddress())) {
                    return endpoint.name();
                }
            }
        }
        return Link.STRANGER;
    }

    private void closeAll() {
        relays.forEach(Relay::reset);
        fronts.values().forEach(Relay::closeQuietly);
        Relay.closeQuietly(selector);
    }
}

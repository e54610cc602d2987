package dev.troupe.transport.direct;

import dev.troupe.transport.Invitation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The thread that accepts, connects and reads for all direct connections of a node. */
final class SocketLoop implements AutoCloseable {
    /** Connections that have not proved yet who they are; further ones are closed at once. */
    static final int MOST_UNPROVEN = 64;

    /** Until a connection is open, and until it has proved who it is. */
    static final long PROOF_MILLIS = 5000;

    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long PAUSE_NANOS = 10_000_000;

    /** Takes the frames of a connection. */
    interface Server {
        /** Takes one. Throws an IOException if the connection is not to be trusted any further. */
        void serve(Seat seat, ByteBuffer frame) throws IOException;
    }

    private final DirectPlace place;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey accepting;
    private final LongSupplier nowMillis;
    private final Server server;
    private final BiConsumer<String, Exception> defects;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "troupe-direct");
    private volatile boolean isClosed;
    private long lookedAtMillis;

    private SocketLoop(
            DirectPlace place,
            Selector selector,
            ServerSocketChannel listener,
            LongSupplier nowMillis,
            Server server,
            BiConsumer<String, Exception> defects)
            throws IOException {
        this.place = place;
        this.selector = selector;
        this.listener = listener;
        this.nowMillis = nowMillis;
        this.server = server;
        this.defects = defects;
        this.accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
    }

    /**
     * Listens and serves until it is closed.
     *
     * @throws UncheckedIOException if the address is taken or none of this machine's
     */
    static SocketLoop open(
            DirectPlace place, LongSupplier nowMillis, Server server, BiConsumer<String, Exception> defects) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.bind(new InetSocketAddress(place.host(), place.bindPort()));
                listener.configureBlocking(false);
                SocketLoop loop = new SocketLoop(place, Selector.open(), listener, nowMillis, server, defects);
                loop.thread.start();
                return loop;
            } catch (IOException | RuntimeException | Error failure) {
                closeQuietly(listener);
                throw failure;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port that others are to connect to. */
    int port() {
        return place.port() == 0 ? listener.socket().getLocalPort() : place.port();
    }

    /** Opens a connection to an address that has been looked up, if that is possible within {@link #PROOF_MILLIS}. */
    void connect(InetSocketAddress to, Invitation followed, Consumer<DirectConnection> opened) {
        @Nullable
        InetSocketAddress from = place.outboundHost().isEmpty() ? null : new InetSocketAddress(place.outboundHost(), 0);
        commands.add(() -> begin(to, from, followed, opened));
        selector.wakeup();
    }

    /** Ends all. Returns when that is done, or after a second. */
    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        try {
            thread.join(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosed) {
                goOn();
            }
        } finally {
            selector.keys().forEach(SocketLoop::end);
            closeQuietly(selector);
        }
    }

    /** Whatever fails, it is one for all connections and goes on. */
    private void goOn() {
        try {
            selector.select(this::handle, LONGEST_WAIT_MILLIS);
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
            endOverdue();
        } catch (IOException | RuntimeException | Error defect) {
            tell("direct connections go on after a defect", defect);
            boolean unused = Thread.interrupted(); // or it would never wait again
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void tell(String what, Throwable defect) {
        try {
            defects.accept(what, new IllegalStateException(defect));
        } catch (RuntimeException | Error unsaid) {
            // who is told has a defect too
        }
    }

    private void handle(SelectionKey key) {
        if (key.channel() == listener) {
            accept();
            return;
        }
        try {
            handle(key, (Seat) key.attachment());
        } catch (IOException | CancelledKeyException broken) {
            end(key);
        } catch (RuntimeException | Error defect) {
            // Such as that there is no more memory for a connection; the others go on.
            end(key);
            tell("a direct connection is ended", defect);
        }
    }

    private void handle(SelectionKey key, Seat seat) throws IOException {
        if (key.isConnectable()) {
            boolean unused = seat.channel().finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            seat.opened().accept(seat.connection());
            return;
        }
        if (key.isWritable()) {
            seat.connection().flush();
        }
        if (key.isReadable()) {
            seat.connection().read(frame -> server.serve(seat, frame));
        }
    }

    /** Without descriptors it would be asked again at once, and waits a second instead. */
    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null && strangers() >= MOST_UNPROVEN) {
                closeQuietly(channel);
            } else if (channel != null) {
                register(channel, SelectionKey.OP_READ, null, connection -> {});
            }
        } catch (IOException | RuntimeException | Error failure) {
            accepting.interestOps(0);
            tell("a direct connection cannot be accepted", failure);
        }
    }

    private void begin(
            InetSocketAddress to,
            @Nullable InetSocketAddress from,
            Invitation followed,
            Consumer<DirectConnection> opened) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.configureBlocking(false);
                if (from != null) {
                    channel.bind(from);
                }
                boolean isOpen = channel.connect(to);
                Seat seat =
                        register(channel, isOpen ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, followed, opened);
                if (isOpen) {
                    opened.accept(seat.connection());
                }
            } catch (IOException | RuntimeException | Error failure) {
                closeQuietly(channel);
                throw failure;
            }
        } catch (IOException | UnresolvedAddressException unreachable) {
            // the cluster's transport serves; it is tried again with the next invitation
        }
    }

    private Seat register(
            SocketChannel channel, int interest, @Nullable Invitation followed, Consumer<DirectConnection> opened)
            throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, interest);
            Seat seat = new Seat(channel, new DirectConnection(channel, key), nowMillis.getAsLong(), followed, opened);
            key.attach(seat);
            return seat;
        } catch (IOException | RuntimeException | Error failure) {
            closeQuietly(channel);
            throw failure;
        }
    }

    /** A connection has to prove who it is, or to come about, in time. */
    private void endOverdue() {
        long now = nowMillis.getAsLong();
        if (now - lookedAtMillis >= LONGEST_WAIT_MILLIS) {
            lookedAtMillis = now;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Seat seat
                        && !seat.connection().isProven()
                        && now - seat.sinceMillis() >= PROOF_MILLIS) {
                    end(key);
                }
            }
        }
    }

    private long strangers() {
        return selector.keys().stream()
                .filter(key -> key.attachment() instanceof Seat seat && key.isValid() && seat.isStranger())
                .count();
    }

    private static void end(SelectionKey key) {
        if (key.attachment() instanceof Seat seat) {
            seat.connection().close();
        } else {
            closeQuietly(key.channel());
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // it is of no use any more either way
        }
    }
}

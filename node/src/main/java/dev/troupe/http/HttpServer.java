package dev.troupe.http;

import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.api.Limits;
import dev.troupe.heap.HeapArrays;
import dev.troupe.http.body.BytePermits;
import dev.troupe.http.body.RequestBodies;
import dev.troupe.http.connection.Acceptance;
import dev.troupe.http.connection.Connections;
import dev.troupe.http.connection.DescriptorBudget;
import dev.troupe.http.connection.Descriptors;
import dev.troupe.http.connection.HttpBindException;
import dev.troupe.http.message.ParsingErrors;
import dev.troupe.metrics.RequestMeters;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;

/** The HTTP front end of one node, listening. Owned by the node, which drains and terminates it. */
public final class HttpServer {
    private final Acceptance.Listener listener;
    private final Connections connections;
    private final RequestHandler handler;
    private final URI uri;

    /**
     * How a server listens and how much it takes in. What Pekko HTTP itself is set to stands in {@code troupe-http.conf}.
     *
     * @param host address or name to listen on
     * @param port 0 to 65535; 0 takes a free one
     * @param bodyDeadline by which a whole request body must have arrived, 10 ms to 10 minutes
     * @param uploadBytes memory for request bodies at a time, and as much again for values that clients have not yet
     *     read; at least as much as one longest value
     */
    public record Settings(String host, int port, Duration bodyDeadline, long uploadBytes) {
        /** @throws IllegalArgumentException if one is out of range */
        public Settings {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be between 0 and 65535, got " + port);
            }
            if (bodyDeadline.compareTo(Duration.ofMillis(10)) < 0
                    || bodyDeadline.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException(
                        "bodyDeadline must be between 10 ms and 10 minutes, got " + bodyDeadline);
            }
            if (uploadBytes <= 0) {
                throw new IllegalArgumentException("uploadBytes must be positive, got " + uploadBytes);
            }
        }

        /** Loopback, bodies within 15 s, and uploads of 64 MiB at a time. */
        public static Settings loopback(int port) {
            return new Settings("127.0.0.1", port, Duration.ofSeconds(15), 64L << 20);
        }
    }

    private HttpServer(
            Acceptance.Listener listener,
            InetSocketAddress address,
            Connections connections,
            RequestHandler handler,
            String host) {
        this.listener = listener;
        this.connections = connections;
        this.handler = handler;
        String literal = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        this.uri = URI.create("http://" + literal + ':' + address.getPort());
    }

    /**
     * Starts to listen.
     *
     * @return the server, or a failure with {@link HttpBindException}
     * @throws IllegalArgumentException if {@code uploadBytes} does not hold one longest value
     */
    public static CompletableFuture<HttpServer> bind(
            ActorSystem<?> system, Settings settings, Caches caches, ClusterView view, RequestMeters meters) {
        Limits limits = caches.limits();
        long largest = HeapArrays.HERE.bytes(limits.maxValueBytes());
        if (settings.uploadBytes() < largest) {
            throw new IllegalArgumentException("uploadBytes " + settings.uploadBytes()
                    + " must hold at least one value of " + limits.maxValueBytes() + " bytes, which takes " + largest);
        }
        RequestBodies bodies = new RequestBodies(
                SystemMaterializer.get(system).materializer(),
                new BytePermits("request bodies", settings.uploadBytes()),
                settings.bodyDeadline(),
                limits.maxValueBytes());
        RequestHandler handler = new RequestHandler(caches, view, meters, bodies);
        Connections connections;
        try {
            connections = new Connections(
                    system,
                    pekkoSettings(system),
                    handler::answer,
                    settings.uploadBytes(),
                    new DescriptorBudget(Descriptors.ofThisProcess()));
        } catch (HttpBindException tooFew) {
            return CompletableFuture.failedFuture(tooFew);
        }
        Acceptance.Listener listener = connections.listen(new InetSocketAddress(settings.host(), settings.port()));
        return listener.bound().handle((address, failure) -> {
            if (failure != null) {
                throw bindFailure(settings, failure);
            }
            return new HttpServer(listener, address, connections, handler, settings.host());
        });
    }

    /** Where it listens, with the real port. */
    public URI uri() {
        return uri;
    }

    /** From now on {@code /ready} answers 503 and every reply closes its connection; requests are still served. */
    public void drain() {
        handler.drain();
    }

    /**
     * Stops listening. Connections stay open for what clients that do not know yet still send: that is answered, whatever the
     * answer is, whereas a request that meets a closed connection leaves its client without one.
     *
     * @param longest to wait for requests under way
     * @return done when none is under way any more
     */
    public CompletableFuture<Void> unbind(Duration longest) {
        drain();
        return listener.unbind().thenCompose(unbound -> handler.idle(longest));
    }

    /**
     * Stops listening, answers the requests that have arrived whole, and closes all connections, at the latest at the
     * deadline.
     *
     * @param hardDeadline positive
     */
    public CompletableFuture<Void> terminate(Duration hardDeadline) {
        drain();
        return listener.unbind().thenCompose(unbound -> connections.close(hardDeadline));
    }

    /** How many connections there are, those included whose client has yet to close. */
    int openConnections() {
        return connections.open();
    }

    /** How many bytes of request bodies may still be taken in. */
    long uploadBytesFree() {
        return handler.uploadBytesFree();
    }

    /** How many bytes of unsent values may still be held. */
    long valueBytesFree() {
        return connections.valueBytesFree();
    }

    /** How many bytes of unsent admin documents may still be held. */
    long adminBytesFree() {
        return connections.adminBytesFree();
    }

    private static ServerSettings pekkoSettings(ActorSystem<?> system) {
        // Keys are read from the raw URI: without it this server would serve other entries than were asked for.
        return ServerSettings.create(system.classicSystem())
                .withRawRequestUriHeader(true)
                .withParsingErrorHandler(ParsingErrors.class.getName());
    }

    private static HttpBindException bindFailure(Settings settings, Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return new HttpBindException(
                "cannot listen on " + settings.host() + ":" + settings.port() + ": " + deepest.getMessage(), failure);
    }
}

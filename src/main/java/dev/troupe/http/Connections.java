package dev.troupe.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import scala.concurrent.duration.FiniteDuration;

/**
 * The connections of one server: TCP below, Pekko HTTP above, and {@link MessageBound} and {@link LingeringClose} between them, for which Pekko's
 * own way to bind has no place. Owned by {@link HttpServer}.
 */
final class Connections {
    /** For documents of the admin plane: the largest, a table of 4096 partitions, has less than 1 MiB. */
    static final long ADMIN_BYTES = 8 << 20;

    /** As good as for ever, and not too long for Pekko's scheduler. */
    private static final Duration FOREVER = Duration.ofDays(100);

    private final ActorSystem<?> system;
    private final ServerSettings settings;
    private final FrontDoor door;
    private final BytePermits valueBytes;
    private final BytePermits adminBytes = new BytePermits("unread admin replies", ADMIN_BYTES);
    private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, CompletableFuture<Done>> layers;
    private final Intake intake = new Intake();
    private final SharedKillSwitch output = KillSwitches.shared("http-output");
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean stopping;

    Connections(ActorSystem<?> system, ServerSettings settings, FrontDoor door, long replyBytes) {
        this.system = system;
        this.settings = settings;
        this.door = door;
        this.valueBytes = new BytePermits("unread values", replyBytes);
        this.layers = layers();
    }

    /** Listens; fails as Pekko does if it cannot. */
    CompletableFuture<Tcp.ServerBinding> bind(String host, int port) {
        Source<Tcp.IncomingConnection, CompletionStage<Tcp.ServerBinding>> incoming = Tcp.get(system)
                .bind(host, port, settings.getBacklog(), settings.getSocketOptions(), true, Optional.empty());
        return plain(incoming.mapAsyncUnordered(settings.getMaxConnections(), this::serve)
                .to(Sink.ignore())
                .run(system));
    }

    /**
     * Ends all connections: takes no further request in, sends the replies to those in flight, and cuts off what is left
     * at the deadline.
     */
    CompletableFuture<Void> close(Duration deadline) {
        stopping = true;
        intake.stop();
        system.scheduler().scheduleOnce(deadline, output::shutdown, system.executionContext());
        if (open.get() == 0) {
            allClosed.complete(null);
        }
        return allClosed;
    }

    /** How many connections there are, those included whose client has yet to close. */
    int open() {
        return open.get();
    }

    /** How many bytes of unsent values may still be held. */
    long valueBytesFree() {
        return valueBytes.free();
    }

    /** The same of admin documents, of {@link #ADMIN_BYTES}. */
    long adminBytesFree() {
        return adminBytes.free();
    }

    /** What Pekko hands out, as a future whose dependents start no threads. */
    static <T> CompletableFuture<T> plain(CompletionStage<T> stage) {
        CompletableFuture<T> future = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        future.complete(value);
                    } else {
                        future.completeExceptionally(failure);
                    }
                },
                Runnable::run);
        return future;
    }

    private CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
        open.incrementAndGet();
        ConnectionReplies replies = new ConnectionReplies(new ReplyAccount(valueBytes), new ReplyAccount(adminBytes));
        // A connection that fails has ended like any other: the listener must go on.
        return connection.handleWith(protocol(replies), system).thenApply(over -> {
            if (open.decrementAndGet() == 0 && stopping) {
                allClosed.complete(null);
            }
            return over;
        });
    }

    /** Done when the connection is over. */
    private Flow<ByteString, ByteString, CompletableFuture<Done>> protocol(ConnectionReplies replies) {
        return Flow.of(HttpRequest.class)
                .mapAsync(settings.getPipeliningLimit(), request -> door.answer(request, replies))
                .joinMat(layers, Keep.right())
                .watchTermination((over, answered) -> {
                    answered.whenCompleteAsync((last, failure) -> replies.close(), Runnable::run);
                    return over;
                });
    }

    private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, CompletableFuture<Done>> layers() {
        BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> widened = BidiFlow.fromFlows(
                Flow.of(SslTlsOutbound.class), Flow.of(SessionBytes.class).<SslTlsInbound>map(bytes -> bytes));
        BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> plainHttp =
                Http.get(system).serverLayer(settings).atop(widened).atop(TLSPlacebo.getInstance());
        return duration(settings.getTimeouts().idleTimeout())
                .map(idle -> plainHttp.atop(BidiFlow.<ByteString, ByteString>bidirectionalIdleTimeout(idle)))
                .orElse(plainHttp)
                .atop(edge(), Keep.right());
    }

    private BidiFlow<ByteString, ByteString, ByteString, ByteString, CompletableFuture<Done>> edge() {
        Duration linger = duration(settings.getTimeouts().lingerTimeout()).orElse(FOREVER);
        return BidiFlow.fromFlows(
                        Flow.of(ByteString.class).via(output.<ByteString>flow()),
                        Flow.of(ByteString.class).via(new MessageBound(intake)))
                .atop(BidiFlow.fromGraph(new LingeringClose(intake, linger)), Keep.right());
    }

    private static Optional<Duration> duration(scala.concurrent.duration.Duration setting) {
        return setting instanceof FiniteDuration finite
                ? Optional.of(Duration.ofNanos(finite.toNanos()))
                : Optional.empty();
    }
}

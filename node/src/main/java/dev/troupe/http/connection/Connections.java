package dev.troupe.http.connection;

import dev.troupe.http.body.BytePermits;
import dev.troupe.http.body.Intake;
import dev.troupe.http.body.ReplyAccount;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.util.ByteString;
import scala.concurrent.duration.FiniteDuration;

/**
 * The connections of one server: Pekko HTTP above, {@link MessageBound} and {@link ConnectionEdge} below, for which Pekko's own way to bind has no
 * place. Owned by {@code HttpServer}.
 */
public final class Connections {
    /** For documents of the admin plane: the largest, a table of 4096 partitions, has less than 1 MiB. */
    public static final long ADMIN_BYTES = 8 << 20;

    /** For the meters, of which a node has some 100 KiB. */
    private static final long PROBE_BYTES = 4 << 20;

    /** A request head has so long from its first byte on, unless an idle connection has less. */
    private static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    /** There is one connection for so much of the heap: a quarter of it is what they may come to. */
    private static final long BYTES_EACH = 512 << 10;

    private static final int LEAST_IN_HEAP = 64;

    /** As good as for ever, and not too long for Pekko's scheduler. */
    private static final Duration FOREVER = Duration.ofDays(100);

    private final ActorSystem<?> system;
    private final ServerSettings settings;
    private final Answering requests;
    private final BytePermits valueBytes;
    private final BytePermits probeBytes = new BytePermits("unread meters", PROBE_BYTES);
    private final BytePermits adminBytes = new BytePermits("unread admin replies", ADMIN_BYTES);
    private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> http;
    private final Intake intake = new Intake();
    private final Activity.Limits limits;
    private final ConnectionTable table;
    private final DescriptorBudget descriptors;
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private volatile boolean stopping;

    /** @throws HttpBindException if this process may open too few files and sockets */
    public Connections(
            ActorSystem<?> system,
            ServerSettings settings,
            Answering requests,
            long replyBytes,
            DescriptorBudget descriptors) {
        this.system = system;
        this.settings = settings;
        this.requests = requests;
        this.valueBytes = new BytePermits("unread values", replyBytes);
        this.limits = limits(settings.getTimeouts());
        this.table = new ConnectionTable(descriptors.connections(Math.min(settings.getMaxConnections(), mostInHeap())));
        this.descriptors = descriptors;
        this.http = http();
    }

    /** Listens from now on, or fails to. */
    public Acceptance.Listener listen(InetSocketAddress address) {
        Acceptance.Endpoint endpoint =
                new Acceptance.Endpoint(address, settings.getBacklog(), settings.getSocketOptions());
        return RunnableGraph.fromGraph(
                        new Acceptance(Tcp.get(system).manager(), endpoint, table, descriptors, this::serve))
                .run(system);
    }

    /**
     * Ends all connections: takes no further request in, sends the replies to those in flight, and cuts off what is left
     * at the deadline.
     */
    public CompletableFuture<Void> close(Duration deadline) {
        stopping = true;
        intake.stop();
        system.scheduler().scheduleOnce(deadline, table::cutAll, system.executionContext());
        if (table.size() == 0) {
            allClosed.complete(null);
        }
        return allClosed;
    }

    /** How many connections there are, those included whose client has yet to close. */
    public int open() {
        return table.size();
    }

    /** How many bytes of unsent values may still be held. */
    public long valueBytesFree() {
        return valueBytes.free();
    }

    /** The same of admin documents, of {@link #ADMIN_BYTES}. */
    public long adminBytesFree() {
        return adminBytes.free();
    }

    private void serve(ActorRef connection) {
        Activity activity = new Activity(limits, table.seats(), System.nanoTime());
        ConnectionReplies replies = new ConnectionReplies(
                new ReplyAccount(valueBytes), new ReplyAccount(probeBytes), new ReplyAccount(adminBytes));
        ConnectionTable.Line line = Flow.of(HttpRequest.class)
                .mapAsync(settings.getPipeliningLimit(), request -> requests.answer(request, activity, replies))
                .map(reply -> {
                    activity.handedOn(System.nanoTime());
                    return reply;
                })
                .join(http)
                .watchTermination((unused, answered) ->
                        answered.whenCompleteAsync((last, failure) -> replies.close(), Runnable::run))
                .joinMat(new ConnectionEdge(connection, intake, activity, limits.tick()), Keep.right())
                .run(system);
        table.add(line);
        var unused = line.over().thenRun(() -> {
            table.remove(line);
            if (stopping && table.size() == 0) {
                allClosed.complete(null);
            }
        });
    }

    private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> http() {
        BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> widened = BidiFlow.fromFlows(
                Flow.of(SslTlsOutbound.class), Flow.of(SessionBytes.class).<SslTlsInbound>map(bytes -> bytes));
        return Http.get(system)
                .serverLayer(settings)
                .atop(widened)
                .atop(TLSPlacebo.getInstance())
                .atop(BidiFlow.fromFlows(
                        Flow.of(ByteString.class), Flow.of(ByteString.class).via(new MessageBound(intake))));
    }

    /** Each takes 21 KiB as it stands, and three reads of 32 KiB when it sends a large body that nobody takes. */
    private static int mostInHeap() {
        return (int) Math.min(
                Integer.MAX_VALUE, Math.max(LEAST_IN_HEAP, Runtime.getRuntime().maxMemory() / BYTES_EACH));
    }

    private static Activity.Limits limits(ServerSettings.Timeouts timeouts) {
        Duration idle = duration(timeouts.idleTimeout());
        Duration head = idle.compareTo(LONGEST_HEAD) < 0 ? idle : LONGEST_HEAD;
        return new Activity.Limits(idle, head, duration(timeouts.lingerTimeout()));
    }

    private static Duration duration(scala.concurrent.duration.Duration setting) {
        return setting instanceof FiniteDuration finite ? Duration.ofNanos(finite.toNanos()) : FOREVER;
    }
}

package dev.troupe.cluster.liveness;

import dev.troupe.members.NodeId;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.io.TcpMessage;
import org.apache.pekko.io.TcpSO;
import scala.jdk.javaapi.OptionConverters;

/**
 * Holds one idle connection to the cluster port of a peer and tells the {@link CrashDetector} when it finds that the peer's
 * process is gone, again and again as long as that is so, or when the peer answers. Owned by them; classic, since the
 * connection is the sender of what is heard of it.
 */
final class Lifeline extends AbstractActorWithTimers {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    /** What the JDK says when the peer's host answers that nobody listens there; its other connect failures say other things. */
    private static final String REFUSED = "Connection refused";

    private enum Try implements NoSerializationVerificationNeeded {
        AGAIN
    }

    private final NodeId peer;
    private final Optional<String> source;
    private final org.apache.pekko.actor.typed.ActorRef<CrashDetector.Command> crashDetector;
    private final LongSupplier nowMillis;
    private final LifelineDecider decider = new LifelineDecider();
    private Optional<ActorRef> connection = Optional.empty();

    Lifeline(
            NodeId peer,
            Optional<String> source,
            org.apache.pekko.actor.typed.ActorRef<CrashDetector.Command> crashDetector,
            LongSupplier nowMillis) {
        this.peer = peer;
        this.source = source;
        this.crashDetector = crashDetector;
        this.nowMillis = nowMillis;
    }

    /** @param source the address to connect from; empty to leave that to the operating system */
    static Props props(
            NodeId peer,
            Optional<String> source,
            org.apache.pekko.actor.typed.ActorRef<CrashDetector.Command> crashDetector,
            LongSupplier nowMillis) {
        return Props.create(Lifeline.class, () -> new Lifeline(peer, source, crashDetector, nowMillis));
    }

    @Override
    public void preStart() {
        connect();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Connected.class, connected -> onConnected())
                .match(Tcp.ConnectionClosed.class, closed -> onClosed())
                .match(Tcp.CommandFailed.class, this::onFailed)
                .match(Tcp.Received.class, received -> {})
                .match(Try.class, again -> connect())
                .build();
    }

    /** Closed in order: a connection whose owner just stops would be reset, which the peer might log. */
    @Override
    public void postStop() {
        connection.ifPresent(open -> open.tell(TcpMessage.close(), getSelf()));
    }

    private void connect() {
        InetSocketAddress remote = InetSocketAddress.createUnresolved(peer.host(), peer.port());
        InetSocketAddress local =
                source.map(host -> new InetSocketAddress(host, 0)).orElse(null);
        List<Inet.SocketOption> options = List.of(TcpSO.keepAlive(true));
        Tcp.get(getContext().getSystem())
                .manager()
                .tell(TcpMessage.connect(remote, local, options, CONNECT_TIMEOUT, false), getSelf());
    }

    private void onConnected() {
        connection = Optional.of(getSender());
        getSender().tell(TcpMessage.register(getSelf()), getSelf());
        decider.connected(nowMillis.getAsLong());
        crashDetector.tell(new CrashDetector.Answers(peer));
    }

    private void onClosed() {
        connection = Optional.empty();
        tryAgain(decider.broken(nowMillis.getAsLong()));
    }

    private void onFailed(Tcp.CommandFailed failed) {
        boolean refused = OptionConverters.toJava(failed.cause())
                .filter(cause -> cause instanceof ConnectException
                        && String.valueOf(cause.getMessage()).startsWith(REFUSED))
                .isPresent();
        if (decider.isEvidence(refused ? LifelineDecider.Failure.REFUSED : LifelineDecider.Failure.OTHER)) {
            crashDetector.tell(new CrashDetector.Refuses(peer));
        }
        tryAgain(decider.failed());
    }

    private void tryAgain(long delayMillis) {
        getTimers().startSingleTimer(Try.AGAIN, Try.AGAIN, Duration.ofMillis(delayMillis));
    }
}

package dev.troupe.http.connection;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.io.TcpMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.ClosedShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import scala.util.control.NonFatal;

/**
 * Listens, accepts a connection whenever there is a place and a descriptor for it, and makes room while there is none. To be run once; goes on
 * until it is unbound.
 */
public final class Acceptance extends AbstractGraphStageWithMaterializedValue<ClosedShape, Acceptance.Listener> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final Duration AGAIN = Duration.ofMillis(10);
    /** Others have taken them, so that little is won by a connection that gives way. */
    private static final Duration AGAIN_WITHOUT_DESCRIPTORS = Duration.ofMillis(250);

    private static final Duration WATCH = Duration.ofSeconds(1);

    private final ActorRef manager;
    private final Endpoint endpoint;
    private final ConnectionTable table;
    private final DescriptorBudget descriptors;
    private final Consumer<ActorRef> serve;

    /** The server as it listens. */
    public interface Listener {
        /** Where, with the real port; fails if it cannot listen. */
        CompletableFuture<InetSocketAddress> bound();

        /** Stops listening; done when nobody can connect any more. By any thread, any number of times. */
        CompletableFuture<Void> unbind();
    }

    /**
     * Where to listen.
     *
     * @param backlog of connections that wait in the system
     */
    record Endpoint(InetSocketAddress address, int backlog, Iterable<Inet.SocketOption> options) {}

    /**
     * What accepts for one server.
     *
     * @param manager Pekko's, of TCP
     * @param serve is given the actor of each connection, to be registered with
     */
    Acceptance(
            ActorRef manager,
            Endpoint endpoint,
            ConnectionTable table,
            DescriptorBudget descriptors,
            Consumer<ActorRef> serve) {
        this.manager = manager;
        this.endpoint = endpoint;
        this.table = table;
        this.descriptors = descriptors;
        this.serve = serve;
    }

    @Override
    public ClosedShape shape() {
        return ClosedShape.getInstance();
    }

    @Override
    public Pair<GraphStageLogic, Listener> createLogicAndMaterializedValuePair(Attributes inherited) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private final class Logic extends TimerGraphStageLogic implements Listener {
        private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
        private final CompletableFuture<Void> unbound = new CompletableFuture<>();
        private final AsyncCallback<Done> room = createAsyncCallback(done -> next());
        private final AsyncCallback<Done> unbinding = createAsyncCallback(done -> stop());
        private Optional<ActorRef> listener = Optional.empty();
        private boolean accepting;
        private boolean stopping;
        private volatile boolean waiting;

        Logic() {
            super(ClosedShape.getInstance());
        }

        @Override
        public void preStart() {
            setKeepGoing(true);
            table.onRoom(this::roomMade);
            ActorRef self = getStageActor(message -> {
                        onTcp(message._1(), message._2());
                        return BoxedUnit.UNIT;
                    })
                    .ref();
            manager.tell(TcpMessage.bind(self, endpoint.address(), endpoint.backlog(), endpoint.options(), true), self);
        }

        @Override
        public void postStop() {
            bound.completeExceptionally(new IllegalStateException("the server was stopped before it could listen"));
            unbound.complete(null);
        }

        @Override
        public CompletableFuture<InetSocketAddress> bound() {
            return bound;
        }

        @Override
        public CompletableFuture<Void> unbind() {
            unbinding.invoke(Done.getInstance());
            return unbound.copy();
        }

        private void roomMade() {
            if (waiting) {
                room.invoke(Done.getInstance());
            }
        }

        private void onTcp(ActorRef sender, Object event) {
            if (event instanceof Tcp.Bound here) {
                listener = Optional.of(sender);
                stageActor().watch(sender);
                bound.complete(here.localAddress());
                scheduleWithFixedDelay("watch", WATCH, WATCH);
                next();
            } else if (event instanceof Tcp.Connected) {
                accepting = false;
                serve(sender);
                next();
            } else if (event instanceof Tcp.CommandFailed failed) {
                bound.completeExceptionally(OptionConverters.toJava(failed.cause())
                        .orElseGet(() -> new IllegalStateException("binding failed")));
                completeStage();
            } else if (event instanceof Tcp.Unbound || event instanceof Terminated) {
                completeStage();
            }
        }

        /** Whatever becomes of one connection, others are accepted. */
        private void serve(ActorRef connection) {
            try {
                serve.accept(connection);
            } catch (Throwable defect) {
                if (!NonFatal.apply(defect)) {
                    throw defect;
                }
                LOG.error("a connection cannot be served", defect);
                connection.tell(TcpMessage.abort(), stageActor().ref());
            }
        }

        private void stop() {
            if (!stopping) {
                stopping = true;
                listener.ifPresent(
                        open -> open.tell(TcpMessage.unbind(), stageActor().ref()));
            }
        }

        /** One that waits to be accepted needs a descriptor too, which others may have used up meanwhile. */
        @Override
        public void onTimer(Object timer) {
            long now = System.nanoTime();
            if (accepting && !descriptors.areLeft(now)) {
                table.dismissOne(now);
            }
            if (accepting && !stopping && timer.equals("watch")) {
                // What was accepted may have failed before it was a connection. This sets how many are accepted; it
                // adds none.
                resume();
            }
            next();
        }

        private void resume() {
            listener.ifPresent(open ->
                    open.tell(TcpMessage.resumeAccepting(1), stageActor().ref()));
        }

        private void next() {
            if (accepting || stopping || listener.isEmpty()) {
                return;
            }
            long now = System.nanoTime();
            waiting = true;
            if (!descriptors.areLeft(now)) {
                table.dismissOne(now);
                scheduleOnce("again", AGAIN_WITHOUT_DESCRIPTORS);
            } else if (!table.hasRoom(now)) {
                scheduleOnce("again", AGAIN);
            } else {
                waiting = false;
                accepting = true;
                descriptors.use();
                resume();
            }
        }
    }
}

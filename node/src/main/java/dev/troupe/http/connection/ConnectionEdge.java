package dev.troupe.http.connection;

import dev.troupe.http.body.Intake;
import dev.troupe.http.connection.Activity.Rank;
import dev.troupe.http.message.LateHead;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.io.TcpMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.StreamTcpException;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import scala.runtime.BoxedUnit;

/**
 * One connection of TCP as a flow from replies to requests. Does what its {@link Activity} says at every tick, and ends the connection in
 * good order: after the last reply it ends its own side and goes on to read, and to drop, what the client still sends. Closed at
 * once with bytes unread, the connection would be reset (RFC 9112, section 9.6), and a client whose body was refused would find that in place
 * of the reply that says why. Who has not closed in time, be it that it goes on to send, does not read, or reads slowly, is cut off.
 *
 * <p>It speaks to the actor of the connection itself: the flow that Pekko has for that cannot be told to give up any more once the client has
 * closed its half, does not say what has been written, and may not be over when the socket is. Written is one thing at a time;
 * replies that come meanwhile are gathered and go together.
 */
final class ConnectionEdge
        extends AbstractGraphStageWithMaterializedValue<FlowShape<ByteString, ByteString>, ConnectionTable.Line> {
    /** More than this does not wait to be written. */
    private static final int GATHERED_BYTES = 16 * 1024;

    private final Inlet<ByteString> replies = Inlet.create("ConnectionEdge.replies");
    private final Outlet<ByteString> requests = Outlet.create("ConnectionEdge.requests");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(replies, requests);

    private final ActorRef connection;
    private final Intake intake;
    private final Activity activity;
    private final Duration tick;

    /**
     * To be run once.
     *
     * @param connection that nobody has registered with
     * @param tick how often the activity is asked
     */
    ConnectionEdge(ActorRef connection, Intake intake, Activity activity, Duration tick) {
        this.connection = connection;
        this.intake = intake;
        this.activity = activity;
        this.tick = tick;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, ConnectionTable.Line> createLogicAndMaterializedValuePair(Attributes inherited) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    /** What others tell a connection. */
    private enum Order {
        /** The server takes no further request in. */
        STOP,
        GIVE_WAY,
        CUT
    }

    /** The answer to a write. */
    private enum Written implements Tcp.Event {
        ALL
    }

    private final class Logic extends TimerGraphStageLogic implements ConnectionTable.Line, Runnable {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final AsyncCallback<Order> orders = createAsyncCallback(this::obey);
        /** Read ahead, so that a client that closes or vanishes is noticed while its request is worked on. */
        private ByteString ahead = ByteString.emptyByteString();

        private ByteString gathered = ByteString.emptyByteString();
        private boolean writing;
        private boolean peerClosed;
        private boolean stopped;
        private boolean ending;

        Logic() {
            super(shape);
            setHandler(replies, new Replies());
            setHandler(requests, new Requests());
        }

        @Override
        public void preStart() {
            setKeepGoing(true);
            ActorRef self = getStageActor(message -> {
                        onTcp(message._2());
                        return BoxedUnit.UNIT;
                    })
                    .ref();
            stageActor().watch(connection);
            connection.tell(TcpMessage.register(self, true, false), self);
            tell(TcpMessage.resumeReading());
            scheduleWithFixedDelay("tick", tick, tick);
            pull(replies);
            stopped = intake.add(this);
        }

        @Override
        public void postStop() {
            intake.remove(this);
            over.complete(null);
        }

        @Override
        public Activity activity() {
            return activity;
        }

        /** Called by the intake, from any thread. */
        @Override
        public void run() {
            orders.invoke(Order.STOP);
        }

        @Override
        public void giveWay() {
            orders.invoke(Order.GIVE_WAY);
        }

        @Override
        public void cut() {
            orders.invoke(Order.CUT);
        }

        @Override
        public CompletableFuture<Void> over() {
            return over;
        }

        private void obey(Order order) {
            switch (order) {
                case STOP -> {
                    stopped = true;
                    endIfAnswered();
                }
                case GIVE_WAY -> giveWay(System.nanoTime());
                case CUT -> abort("the server stops");
            }
        }

        private void giveWay(long now) {
            Rank rank = activity.rank(now);
            boolean standsStill = rank == Rank.UNREAD || rank == Rank.RECEIVING;
            if (!(isDrained() || standsStill) || !activity.letGo()) {
                activity.movedOn(now);
            } else if (isDrained()) {
                close();
            } else {
                abort("others need the place of a client that does not read");
            }
        }

        @Override
        public void onTimer(Object timer) {
            switch (activity.tick(System.nanoTime(), isDrained())) {
                case GO_ON -> {}
                case IDLE -> {
                    if (isDrained() && !activity.isUnderWay()) {
                        close();
                    } else {
                        abort("nothing has moved for too long");
                    }
                }
                case HEAD_LATE -> refuseHead();
                case UNREAD -> abort("the client reads too slowly");
                case LINGERED -> abort("the client has not closed in time");
            }
        }

        private void onTcp(Object event) {
            if (event instanceof Tcp.Received received) {
                take(received.data());
            } else if (event == Written.ALL) {
                writeNext();
            } else if (event instanceof Tcp.ConnectionClosed closed) {
                if (closed.isPeerClosed()) {
                    peerClosed = true;
                    completeRequests();
                    endIfAnswered();
                } else if (closed.isErrorClosed()) {
                    failStage(new StreamTcpException("The connection closed with error: " + closed.getErrorCause()));
                } else {
                    completeStage();
                }
            } else if (event instanceof Tcp.CommandFailed || event instanceof Terminated) {
                failStage(new StreamTcpException("The connection has failed: " + event));
            }
        }

        private void take(ByteString bytes) {
            if (isClosed(requests)) {
                tell(TcpMessage.resumeReading());
                return;
            }
            activity.received();
            if (isAvailable(requests)) {
                push(requests, bytes);
                tell(TcpMessage.resumeReading());
            } else {
                ahead = bytes;
            }
        }

        private void completeRequests() {
            if (ahead.isEmpty()) {
                complete(requests);
            }
        }

        private void write(ByteString bytes) {
            writing = true;
            activity.wrote(bytes.length());
            tell(TcpMessage.write(bytes, Written.ALL));
        }

        private void writeNext() {
            writing = false;
            if (gathered.isEmpty()) {
                activity.drained();
                endIfAnswered();
            } else {
                ByteString next = gathered;
                gathered = ByteString.emptyByteString();
                write(next);
            }
            pullReplies();
        }

        private void pullReplies() {
            if (!isClosed(replies) && !hasBeenPulled(replies) && gathered.length() < GATHERED_BYTES) {
                pull(replies);
            }
        }

        private boolean isDrained() {
            return !writing && gathered.isEmpty();
        }

        /** The one reply that HTTP above cannot make: it knows of no request. */
        private void refuseHead() {
            if (!isDrained()) {
                abort("a head has not arrived in time");
                return;
            }
            cancel(replies);
            dropRequests();
            activity.close(System.nanoTime());
            write(LateHead.reply());
        }

        private void endIfAnswered() {
            if (!isClosed(replies) || !isDrained()) {
                return;
            }
            if (stopped || peerClosed) {
                close();
            } else if (!ending) {
                ending = true;
                dropRequests();
                tell(TcpMessage.confirmedClose());
            }
        }

        /** Closes both halves, of which the client has everything. */
        private void close() {
            ending = true;
            activity.close(System.nanoTime());
            cancel(replies);
            dropRequests();
            tell(TcpMessage.close());
        }

        /** Resets the connection, whatever waits to be written. */
        private void abort(String why) {
            ending = true;
            activity.close(System.nanoTime());
            TimeoutException reason = new TimeoutException(why);
            cancel(replies, reason);
            fail(requests, reason);
            tell(TcpMessage.abort());
        }

        /** What the client sends from now on is read and dropped. */
        private void dropRequests() {
            complete(requests);
            if (!ahead.isEmpty()) {
                ahead = ByteString.emptyByteString();
                tell(TcpMessage.resumeReading());
            }
        }

        private void tell(Tcp.Command command) {
            connection.tell(command, stageActor().ref());
        }

        private final class Replies extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString bytes = grab(replies);
                boolean idle = isDrained();
                gathered = gathered.concat(bytes);
                if (idle && activity.isUnderWay()) {
                    // More replies are due: those that come within a round trip go together.
                    writing = true;
                    tell(TcpMessage.write(ByteString.emptyByteString(), Written.ALL));
                } else if (idle) {
                    writeNext();
                }
                pullReplies();
            }

            @Override
            public void onUpstreamFinish() {
                activity.close(System.nanoTime());
                endIfAnswered();
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                abort(String.valueOf(failure.getMessage()));
            }
        }

        private final class Requests extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (ahead.isEmpty()) {
                    return;
                }
                push(requests, ahead);
                ahead = ByteString.emptyByteString();
                if (peerClosed) {
                    complete(requests);
                } else {
                    tell(TcpMessage.resumeReading());
                }
            }

            /** No more is taken in, but replies may still be due. */
            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (cause instanceof SubscriptionWithCancelException.NonFailureCancellation) {
                    dropRequests();
                } else {
                    abort(String.valueOf(cause.getMessage()));
                }
            }
        }
    }
}

package dev.troupe.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Between TCP and HTTP: after the last reply it ends its own side of the connection and goes on to read, and to drop, what the
 * client still sends. Closed at once with bytes unread, the connection would be reset (RFC 9112, section 9.6), and a client whose
 * body was refused would find that in place of the reply that says why. It holds nothing, and ends when the client has
 * closed or the server stops. A client that has not closed in time, be it that it goes on to send, does not read, or reads slowly, is cut
 * off; only one that had closed its own half before is left to TCP. TCP
 * below must allow its halves to be closed apart. The future is done when the connection is over for all but TCP; it does not fail.
 */
final class LingeringClose
        extends AbstractGraphStageWithMaterializedValue<
                BidiShape<ByteString, ByteString, ByteString, ByteString>, CompletableFuture<Done>> {
    private final Inlet<ByteString> replies = Inlet.create("LingeringClose.replies");
    private final Outlet<ByteString> toClient = Outlet.create("LingeringClose.toClient");
    private final Inlet<ByteString> fromClient = Inlet.create("LingeringClose.fromClient");
    private final Outlet<ByteString> requests = Outlet.create("LingeringClose.requests");
    private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
            new BidiShape<>(replies, toClient, fromClient, requests);

    private final Intake intake;
    private final Duration longest;

    /**
     * One for any number of connections.
     *
     * @param longest time that a client has from its last reply on
     */
    LingeringClose(Intake intake, Duration longest) {
        this.intake = intake;
        this.longest = longest;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, CompletableFuture<Done>> createLogicAndMaterializedValuePair(Attributes inherited) {
        Logic logic = new Logic();
        return Pair.create(logic, logic.over);
    }

    private final class Logic extends TimerGraphStageLogic implements Runnable {
        private final AsyncCallback<Done> stopping = createAsyncCallback(done -> stop());
        private final CompletableFuture<Done> over = new CompletableFuture<>();
        private boolean stopped;

        Logic() {
            super(shape);
            setHandler(replies, new Replies());
            setHandler(toClient, new ToClient());
            setHandler(fromClient, new FromClient());
            setHandler(requests, new Requests());
        }

        @Override
        public void preStart() {
            stopped = intake.add(this);
        }

        @Override
        public void postStop() {
            intake.remove(this);
            over.complete(Done.getInstance());
        }

        /** Called by the intake, from any thread. */
        @Override
        public void run() {
            stopping.invoke(Done.getInstance());
        }

        private void stop() {
            stopped = true;
            if (isClosed(replies)) {
                completeStage();
            }
        }

        /** All replies are out. */
        private void linger() {
            if (stopped || isClosed(fromClient)) {
                completeStage();
                return;
            }
            complete(toClient);
            complete(requests);
            scheduleOnce("longest", longest);
            drop();
        }

        private void drop() {
            if (!isClosed(fromClient) && !hasBeenPulled(fromClient)) {
                pull(fromClient);
            }
        }

        @Override
        public void onTimer(Object timer) {
            // Completed, TCP would go on to write for as long as the client does not read.
            failStage(new TimeoutException("the client has not closed within " + longest));
        }

        private final class Replies extends AbstractInHandler {
            @Override
            public void onPush() {
                push(toClient, grab(replies));
            }

            @Override
            public void onUpstreamFinish() {
                linger();
            }
        }

        private final class ToClient extends AbstractOutHandler {
            @Override
            public void onPull() {
                pull(replies);
            }
        }

        private final class FromClient extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString bytes = grab(fromClient);
                if (isClosed(requests)) {
                    drop();
                } else {
                    push(requests, bytes);
                }
            }

            @Override
            public void onUpstreamFinish() {
                complete(requests);
                if (isClosed(replies)) {
                    completeStage();
                }
            }
        }

        private final class Requests extends AbstractOutHandler {
            @Override
            public void onPull() {
                drop();
            }

            /** No more is taken in, but replies may still be due. */
            @Override
            public void onDownstreamFinish(Throwable cause) throws Exception {
                if (cause instanceof SubscriptionWithCancelException.NonFailureCancellation) {
                    drop();
                } else {
                    super.onDownstreamFinish(cause);
                }
            }
        }
    }
}

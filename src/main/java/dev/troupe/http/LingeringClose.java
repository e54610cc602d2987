package dev.troupe.http;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Between TCP and HTTP: after the last reply it ends its own side of the connection and goes on to read, and to drop, what the
 * client still sends. Closed at once with bytes unread, the connection would be reset (RFC 9112, section 9.6), and a client whose
 * body was refused would find that in place of the reply that says why. It holds nothing, and ends when the client has
 * closed, has been quiet for {@link #QUIET}, has used up {@link #LONGEST}, or the server stops. TCP below must allow its halves to be
 * closed apart.
 */
final class LingeringClose extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
    /** A client that has not sent anything for so long will not. */
    static final Duration QUIET = Duration.ofMillis(500);
    /** For all that a client sends after its last reply. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Inlet<ByteString> replies = Inlet.create("LingeringClose.replies");
    private final Outlet<ByteString> toClient = Outlet.create("LingeringClose.toClient");
    private final Inlet<ByteString> fromClient = Inlet.create("LingeringClose.fromClient");
    private final Outlet<ByteString> requests = Outlet.create("LingeringClose.requests");
    private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
            new BidiShape<>(replies, toClient, fromClient, requests);

    private final Intake intake;

    LingeringClose(Intake intake) {
        this.intake = intake;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic implements Runnable {
        private final AsyncCallback<Done> stopping = createAsyncCallback(done -> stop());
        private boolean stopped;
        private boolean heard;
        private long endNanos;

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
            endNanos = System.nanoTime() + LONGEST.toNanos();
            scheduleWithFixedDelay("quiet", QUIET, QUIET);
            drop();
        }

        private void drop() {
            if (!isClosed(fromClient) && !hasBeenPulled(fromClient)) {
                pull(fromClient);
            }
        }

        @Override
        public void onTimer(Object timer) {
            if (!heard || System.nanoTime() - endNanos >= 0) {
                completeStage();
            }
            heard = false;
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
                    heard = true;
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

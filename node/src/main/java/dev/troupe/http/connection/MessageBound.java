package dev.troupe.http.connection;

import dev.troupe.http.body.Intake;
import java.nio.ByteBuffer;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Hands on what a connection sends in pieces that hold few messages. The request parser of Pekko HTTP 1.3.0 calls itself
 * once for every message that one read holds, so a thousand pipelined requests in one packet overflow the stack, which
 * Pekko treats as fatal: it ends the process. When the intake stops no further message is handed on, while the
 * connection stays open for the replies that are due.
 */
final class MessageBound extends GraphStage<FlowShape<ByteString, ByteString>> {
    /** At most so many message heads end in one piece. */
    static final int MOST_MESSAGES = 64;

    /** The shortest message is a request line of 14 bytes and two line feeds: a piece of this size cannot hold more. */
    private static final int SMALL_BYTES = 16 * MOST_MESSAGES;

    private final Inlet<ByteString> in = Inlet.create("MessageBound.in");
    private final Outlet<ByteString> out = Outlet.create("MessageBound.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

    private final Intake intake;

    MessageBound(Intake intake) {
        this.intake = intake;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    /** How many of these bytes make up the next piece. */
    static int pieceLength(ByteString bytes) {
        if (bytes.length() <= SMALL_BYTES) {
            return bytes.length();
        }
        ByteBuffer buffer = bytes.asByteBuffer();
        int blankLines = 0;
        boolean lineIsEmpty = false;
        for (int i = 0; i < bytes.length(); i++) {
            byte b = buffer.get(i);
            if (b == '\n') {
                if (lineIsEmpty && ++blankLines == MOST_MESSAGES) {
                    return i + 1;
                }
                lineIsEmpty = true;
            } else if (b != '\r') {
                lineIsEmpty = false;
            }
        }
        return bytes.length();
    }

    private final class Logic extends GraphStageLogic implements Runnable {
        private final AsyncCallback<Done> ending = createAsyncCallback(done -> end());
        private ByteString pending = ByteString.emptyByteString();

        Logic() {
            super(shape);
            setHandlers(in, out, new Pieces());
        }

        @Override
        public void preStart() {
            if (intake.add(this)) {
                end();
            }
        }

        @Override
        public void postStop() {
            intake.remove(this);
        }

        /** Called by the intake, from any thread. */
        @Override
        public void run() {
            ending.invoke(Done.getInstance());
        }

        /** Cancelling would close the connection before the replies are out; so what still comes is left unread. */
        private void end() {
            pending = ByteString.emptyByteString();
            complete(out);
        }

        private void pushPiece() {
            int length = pieceLength(pending);
            ByteString piece = length == pending.length() ? pending : pending.take(length);
            pending = pending.drop(length);
            push(out, piece);
        }

        private final class Pieces extends AbstractInOutHandler {
            @Override
            public void onPush() {
                pending = grab(in);
                if (isClosed(out)) {
                    pending = ByteString.emptyByteString();
                } else if (pending.isEmpty()) {
                    pull(in);
                } else {
                    pushPiece();
                }
            }

            @Override
            public void onPull() {
                if (!pending.isEmpty()) {
                    pushPiece();
                    if (pending.isEmpty() && isClosed(in)) {
                        completeStage();
                    }
                } else {
                    pull(in);
                }
            }

            @Override
            public void onUpstreamFinish() {
                if (pending.isEmpty()) {
                    completeStage();
                }
            }
        }
    }
}

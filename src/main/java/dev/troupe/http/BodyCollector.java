package dev.troupe.http;

import dev.troupe.heap.HeapArrays;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Takes in a streamed body under four bounds: its bytes, its parts, the time it may take, and the node's permits, which
 * are taken as the bytes arrive. A plain future is completed from the stream's own thread.
 */
final class BodyCollector
        extends AbstractGraphStageWithMaterializedValue<SinkShape<ByteString>, CompletableFuture<Body>> {
    private static final int FIRST_BYTES = 16 * 1024;

    private final Inlet<ByteString> in = Inlet.create("BodyCollector.in");
    private final SinkShape<ByteString> shape = SinkShape.of(in);
    private final Bounds bounds;
    private final BytePermits permits;
    private final Purpose purpose;

    /**
     * What a body may come to.
     *
     * @param maxBytes more is a value too large
     * @param announcedBytes the length if it was said, else 0
     * @param maxParts more is a malformed body: a client that sends chunks of a byte
     * @param deadline for the whole body
     */
    record Bounds(int maxBytes, int announcedBytes, int maxParts, Duration deadline) {}

    /** What the bytes are for. */
    enum Purpose {
        KEEP,
        /** Read to its end so that the connection can go on; nothing is held. */
        DISCARD
    }

    BodyCollector(Bounds bounds, BytePermits permits, Purpose purpose) {
        this.bounds = bounds;
        this.permits = permits;
        this.purpose = purpose;
    }

    @Override
    public SinkShape<ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, CompletableFuture<Body>> createLogicAndMaterializedValuePair(Attributes inherited) {
        Logic logic = new Logic();
        return Pair.create(logic, logic.result);
    }

    private final class Logic extends TimerGraphStageLogic {
        private final CompletableFuture<Body> result = new CompletableFuture<>();
        private byte[] buffer = {};
        /** Permits for the buffer. */
        private long held;

        private int length;
        private int parts;

        Logic() {
            super(shape);
            setHandler(in, new Intake());
        }

        @Override
        public void preStart() {
            scheduleOnce("deadline", bounds.deadline());
            pull(in);
        }

        @Override
        public void onTimer(Object timer) {
            fail(new Refused(
                    ProblemType.BODY_TIMEOUT, "the body did not arrive within " + TtlText.format(bounds.deadline())));
        }

        @Override
        public void postStop() {
            if (!result.isDone()) {
                fail(new Refused(ProblemType.BAD_BODY, "the body was cut off"));
            }
        }

        private void take(ByteString part) {
            if (++parts > bounds.maxParts()) {
                throw new Refused(ProblemType.BAD_BODY, "the body comes in more than " + bounds.maxParts() + " pieces");
            }
            if (part.length() > bounds.maxBytes() - length) {
                throw RequestBodies.tooLarge(bounds.maxBytes());
            }
            if (purpose == Purpose.KEEP) {
                reserve(length + part.length());
                part.copyToArray(buffer, length, part.length());
            }
            length += part.length();
        }

        private void reserve(int needed) {
            if (needed > buffer.length) {
                resize(Math.max(needed, bounds.announcedBytes() == 0 ? doubled() : ofAnnounced(needed)));
            }
        }

        private int doubled() {
            return Math.min(bounds.maxBytes(), Math.max(FIRST_BYTES, buffer.length * 2));
        }

        /** All of it as soon as more than a little has come: then it is copied once at most. */
        private int ofAnnounced(int needed) {
            int announced = bounds.announcedBytes();
            return needed <= FIRST_BYTES ? Math.min(announced, FIRST_BYTES) : announced;
        }

        /** For a moment both arrays are there, which counts unless the first is small. */
        private void resize(int size) {
            long wanted = HeapArrays.HERE.bytes(size);
            long more = Math.max(0, buffer.length <= FIRST_BYTES ? wanted - held : wanted);
            permits.acquire(more);
            buffer = Arrays.copyOf(buffer, size);
            permits.release(held + more - wanted);
            held = wanted;
        }

        private void finish() {
            int kept = purpose == Purpose.KEEP ? length : 0;
            try {
                if (buffer.length != kept) {
                    resize(kept);
                }
            } catch (Refused refused) {
                fail(refused);
                return;
            }
            result.complete(new Body(buffer, permits, held));
            completeStage();
        }

        private void fail(Refused refused) {
            permits.release(held);
            held = 0;
            buffer = new byte[0];
            result.completeExceptionally(refused);
            completeStage();
        }

        private final class Intake extends AbstractInHandler {
            @Override
            public void onPush() {
                try {
                    take(grab(in));
                } catch (Refused refused) {
                    fail(refused);
                    return;
                }
                pull(in);
            }

            @Override
            public void onUpstreamFinish() {
                finish();
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                fail(RequestBodies.refusal(failure));
            }
        }
    }
}

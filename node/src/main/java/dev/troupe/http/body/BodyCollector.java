package dev.troupe.http.body;

import dev.troupe.heap.HeapArrays;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.TtlParameter;
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
                    ProblemType.BODY_TIMEOUT,
                    "the body did not arrive within " + TtlParameter.format(bounds.deadline())));
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
                resize(next(Math.max(needed, Math.max(FIRST_BYTES, buffer.length * 2))));
            }
        }

        /** All that was announced as soon as half of it would be there: then what is copied is less than what was sent. */
        private int next(int doubled) {
            int announced = bounds.announcedBytes();
            return announced > 0 && doubled > announced / 2 ? announced : Math.min(bounds.maxBytes(), doubled);
        }

        /** The array before is there no longer than it takes to copy. */
        private void resize(int size) {
            long wanted = HeapArrays.HERE.bytes(size);
            permits.acquire(Math.max(0, wanted - held));
            buffer = Arrays.copyOf(buffer, size);
            permits.release(Math.max(0, held - wanted));
            held = wanted;
        }

        private void finish() {
            int kept = purpose == Purpose.KEEP ? length : 0;
            if (buffer.length != kept) {
                resize(kept);
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

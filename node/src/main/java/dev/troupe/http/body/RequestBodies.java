package dev.troupe.http.body;

import dev.troupe.heap.HeapArrays;
import dev.troupe.http.body.BodyCollector.Bounds;
import dev.troupe.http.body.BodyCollector.Purpose;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** Takes in the bodies of requests. Owned by the front door; safe for use by many threads. */
public final class RequestBodies {
    /** A chunked body may come in this many chunks: the longest value in pieces of 512 bytes. */
    static final int MOST_CHUNKS = 32_768;

    private final Materializer materializer;
    private final BytePermits permits;
    private final Duration deadline;
    private final int maxBytes;

    /**
     * The bodies of one server.
     *
     * @param maxBytes longest value accepted
     * @param deadline by which a whole body must have arrived
     */
    public RequestBodies(Materializer materializer, BytePermits permits, Duration deadline, int maxBytes) {
        this.materializer = materializer;
        this.permits = permits;
        this.deadline = deadline;
        this.maxBytes = maxBytes;
    }

    /**
     * Looks at what the head says of the length.
     *
     * @throws Refused if the announced length is over the limit, before anything is read
     */
    public void checkAnnounced(RequestEntity entity) {
        OptionalLong announced = entity.getContentLengthOption();
        if (announced.isPresent() && announced.getAsLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }

    /** Whether there is a body still to come that would keep the connection from going on. */
    public static boolean isUnread(RequestEntity entity) {
        return !entity.isStrict();
    }

    /** The whole body; fails with a {@link Refused}. */
    public CompletableFuture<Body> collect(RequestEntity entity) {
        if (entity.isStrict()) {
            ByteString data = ((HttpEntity.Strict) entity).getData();
            long bytes = HeapArrays.HERE.bytes(data.length());
            permits.acquire(bytes);
            return CompletableFuture.completedFuture(new Body(data.toArray(), permits, bytes));
        }
        return run(entity, Purpose.KEEP);
    }

    /** Reads a body that nobody uses to its end, so that the connection can go on; fails with a {@link Refused}. */
    public CompletableFuture<Body> discard(RequestEntity entity) {
        return run(entity, Purpose.DISCARD);
    }

    /** How many bytes may still be taken in. */
    public long bytesFree() {
        return permits.free();
    }

    /** The refusal of a value over the limit. */
    static Refused tooLarge(int maxBytes) {
        return new Refused(ProblemType.VALUE_TOO_LARGE, "a value has at most " + maxBytes + " bytes here");
    }

    /** The refusal that a broken body amounts to. */
    static Refused refusal(Throwable failure) {
        if (failure instanceof EntityStreamException broken) {
            return new Refused(ProblemType.BAD_BODY, broken.info().summary());
        }
        if (failure instanceof EntityStreamSizeException) {
            return new Refused(ProblemType.VALUE_TOO_LARGE, "the body is longer than any value may be");
        }
        return new Refused(ProblemType.BAD_BODY, "the body was cut off");
    }

    private CompletableFuture<Body> run(RequestEntity entity, Purpose purpose) {
        int maxParts = entity.isChunked() ? MOST_CHUNKS : Integer.MAX_VALUE;
        int announced = (int) Math.min(maxBytes, entity.getContentLengthOption().orElse(0));
        Bounds bounds = new Bounds(maxBytes, announced, maxParts, deadline);
        return entity.getDataBytes().runWith(new BodyCollector(bounds, permits, purpose), materializer);
    }
}

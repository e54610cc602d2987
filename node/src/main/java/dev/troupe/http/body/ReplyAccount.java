package dev.troupe.http.body;

import dev.troupe.heap.HeapArrays;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The permits that the unsent replies of one connection hold: taken when a reply exists, given back when its last byte
 * has been handed to the connection, and at the latest when the connection ends. Without it a client that asks and never
 * reads decides how much memory the node needs. Safe for use by many threads; owned by {@code Connections}.
 */
public final class ReplyAccount {
    /** A body up to this size needs no permits: the pipelining limit bounds how many of them there are. */
    static final int SMALL_BYTES = 4096;

    private final BytePermits permits;
    private long held;
    private boolean closed;

    public ReplyAccount(BytePermits permits) {
        this.permits = permits;
    }

    /**
     * The same reply, holding permits until it is sent if its body is not small.
     *
     * @throws Refused with {@link ProblemType#OVERLOADED} if there are too few; the reply is to be dropped
     */
    public HttpResponse admit(HttpResponse reply) {
        if (!(reply.entity() instanceof HttpEntity.Strict whole)) {
            return reply;
        }
        ByteString body = whole.getData();
        // A body larger than all permits is sent when nothing else is; otherwise it never could be.
        long needed = Math.min(HeapArrays.HERE.bytes(body.length()), permits.total());
        if (body.length() <= SMALL_BYTES || !take(needed)) {
            return reply;
        }
        return reply.withEntity(HttpEntities.create(
                whole.getContentType(), body.length(), Source.fromGraph(new ReplyBytes(body, () -> giveBack(needed)))));
    }

    /** Gives everything back; replies that come later hold nothing, since nobody will send them. */
    public synchronized void close() {
        closed = true;
        permits.release(held);
        held = 0;
    }

    /** Whether permits were needed and taken. */
    private synchronized boolean take(long bytes) {
        if (closed) {
            return false;
        }
        permits.acquire(bytes);
        held += bytes;
        return true;
    }

    private synchronized void giveBack(long bytes) {
        if (!closed) {
            held -= bytes;
            permits.release(bytes);
        }
    }
}

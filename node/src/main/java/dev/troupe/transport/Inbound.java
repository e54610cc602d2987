package dev.troupe.transport;

import dev.troupe.heap.HeapArrays;
import org.apache.pekko.actor.typed.ActorRef;

/** A large message on its way in. Not thread safe: owned by the {@link ChunkedTransfer}. */
final class Inbound {
    private final ChunkedTransfer.Offer offer;
    private final ActorRef<ChunkedTransfer.Command> self;
    private final byte[] bytes;
    private int received;
    private long movedAtMillis;

    Inbound(ChunkedTransfer.Offer offer, ActorRef<ChunkedTransfer.Command> self, long nowMillis) {
        this.offer = offer;
        this.self = self;
        this.bytes = new byte[offer.length()];
        this.movedAtMillis = nowMillis;
    }

    ChunkedTransfer.Offer offer() {
        return offer;
    }

    long heapBytes() {
        return HeapArrays.HERE.bytes(bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isComplete() {
        return received == bytes.length;
    }

    boolean isIdleSince(long millis) {
        return movedAtMillis <= millis;
    }

    /** Asks for what is missing; when nothing is, tells the sender so. */
    void pull() {
        offer.from().tell(new ChunkedTransfer.Pull(offer.transfer(), received, self));
    }

    /** Takes a chunk if it is the next one. */
    boolean take(ChunkedTransfer.Chunk chunk, long nowMillis) {
        if (chunk.offset() != received || chunk.bytes().length > bytes.length - received) {
            return false;
        }
        System.arraycopy(chunk.bytes(), 0, bytes, received, chunk.bytes().length);
        received += chunk.bytes().length;
        movedAtMillis = nowMillis;
        return true;
    }
}

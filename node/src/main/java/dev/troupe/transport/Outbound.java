package dev.troupe.transport;

import dev.troupe.heap.HeapArrays;
import java.util.Arrays;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** A large message on its way out. Not thread safe: owned by the {@link ChunkedTransfer}. */
final class Outbound {
    private final ChunkedTransfer.Offer offer;
    private final byte[] bytes;
    private final ChunkedTransfer.Carry command;
    private final ActorRef<ChunkedTransfer.Command> peer;
    private long movedAtMillis;
    private boolean started;

    Outbound(
            ChunkedTransfer.Offer offer,
            byte[] bytes,
            ChunkedTransfer.Carry command,
            ActorRef<ChunkedTransfer.Command> peer,
            long nowMillis) {
        this.offer = offer;
        this.bytes = bytes;
        this.command = command;
        this.peer = peer;
        this.movedAtMillis = nowMillis;
    }

    long number() {
        return offer.transfer();
    }

    boolean isTo(Address node) {
        return command.to().path().address().equals(node);
    }

    long heapBytes() {
        return HeapArrays.HERE.bytes(bytes.length);
    }

    boolean hasStarted() {
        return started;
    }

    boolean isIdleSince(long millis) {
        return movedAtMillis <= millis;
    }

    void offer() {
        peer.tell(offer);
    }

    void decline() {
        command.departure().decline();
    }

    void over() {
        command.departure().end();
    }

    /** Sends the chunk asked for; false when the receiver has all of it. */
    boolean send(ChunkedTransfer.Pull pull, long nowMillis) {
        started = true;
        movedAtMillis = nowMillis;
        int from = pull.offset();
        if (from < 0 || from >= bytes.length) {
            return false;
        }
        int to = Math.min(bytes.length, from + ChunkedTransfer.CHUNK_BYTES);
        pull.by().tell(new ChunkedTransfer.Chunk(number(), from, Arrays.copyOfRange(bytes, from, to)));
        return true;
    }
}

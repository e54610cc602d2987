package dev.troupe.transport;

/**
 * How many batches may be under way between two nodes, in both directions: those that the peer has not said it has taken. What is said rides
 * on batches that go the other way anyhow, and alone only if half of the peer's credit is used up, or with the clock. A batch can be lost, as can what is
 * said about it, so what stands still for a while counts as lost, one batch at a time. Not thread safe: guarded by its link.
 */
final class LinkWindow {
    /** Batches that may be under way each way. */
    static final int BATCHES = 4;

    /** After so long without any progress a batch counts as lost; far above a pause for collection, far below the patience of requests. */
    static final long LOST_MILLIS = 200;

    private final long self;
    private long sent;
    private long taken;
    private long movedAtMillis;
    private long peer;
    private long received;
    private long told;

    /**
     * Of a peer that nothing has been heard of.
     *
     * @param self uid of this node
     */
    LinkWindow(long self) {
        this.self = self;
    }

    /** Whether another batch may go. */
    boolean maySend() {
        return sent - taken < BATCHES;
    }

    /** The head of the next batch, which goes now. */
    Batch.Head send(long nowMillis) {
        if (sent == taken) {
            movedAtMillis = nowMillis;
        }
        sent++;
        return tell(sent);
    }

    /** Whether the peer has to be told now what was taken here. */
    boolean owesCredit() {
        return received - told >= BATCHES / 2;
    }

    /** Whether there is anything that the peer has not been told was taken here. */
    boolean owesAny() {
        return received > told;
    }

    /** The head of a batch that only tells what was taken, and is not counted. */
    Batch.Head tellOnly() {
        return tell(Batch.Head.UNCOUNTED);
    }

    private Batch.Head tell(long sequence) {
        told = received;
        return new Batch.Head(self, sequence, peer, received);
    }

    /** A batch has come, late or out of turn perhaps. */
    void receive(Batch.Head head, long nowMillis) {
        if (head.sender() != peer) {
            peer = head.sender();
            received = 0;
            told = 0; // what it sent before may have been lost, or is late: it is told of all at once
        }
        received = Math.max(received, head.sequence());
        if (head.receiver() == self && head.taken() > taken && head.taken() <= sent) {
            taken = head.taken();
            movedAtMillis = nowMillis;
        }
    }

    /** Whether a batch now counts as lost. */
    boolean tick(long nowMillis) {
        boolean isLost = sent > taken && nowMillis - movedAtMillis >= LOST_MILLIS;
        if (isLost) {
            taken++;
            movedAtMillis = nowMillis;
        }
        return isLost;
    }
}

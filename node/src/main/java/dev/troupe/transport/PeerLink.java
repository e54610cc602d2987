package dev.troupe.transport;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way from this node to another. A message goes at once if it may; while others are under way it waits, and goes together with all that has
 * gathered by then. Whoever has something to send, or hears that there is credit again, sends what waits, of everybody; the others only leave their
 * messages and go on. Nothing urgent is held back while there is credit. Safe for use by many threads.
 */
public final class PeerLink {
    /** Bytes of a batch: below the 200,000 from which on the cluster's transport logs frames, above the largest message. */
    static final int MOST_BYTES = 192 << 10;

    /** Messages that may wait; those of a peer that stands still. Their bytes are bounded where they come from. */
    static final int MOST_WAITING = 1 << 16;

    /** With so many nothing waits for something urgent any more. */
    static final int MANY = 256;

    /** A thread that sends for others is let go after so many batches. */
    private static final int MOST_BATCHES = 16;

    private static final int FIRST_BYTES = 8 << 10;

    private final Links.Shared shared;
    private final Carrier carrier;
    private final LinkWindow window;
    private final ConcurrentLinkedQueue<Frame<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingFrames = new AtomicInteger();
    private final AtomicInteger urgentFrames = new AtomicInteger();
    private volatile boolean hasWaitedEnough;
    /** Above 0 while a thread sends; what is added meanwhile makes it look again. */
    private final AtomicInteger requests = new AtomicInteger();

    private ByteBuffer buffer = buffer(FIRST_BYTES);

    PeerLink(Links.Shared shared, Carrier carrier) {
        this.shared = shared;
        this.carrier = carrier;
        this.window = new LinkWindow(shared.uid());
    }

    /** Sends a message, at most once. Dropped if too many wait. */
    public void send(Frame<?> frame) {
        add(frame);
        ship();
    }

    /** The same for one that is followed by others, and by {@link #ship}. */
    public void add(Frame<?> frame) {
        if (waitingFrames.incrementAndGet() > MOST_WAITING) {
            waitingFrames.decrementAndGet();
            shared.counts().dropped().increment();
            letGo(frame);
        } else {
            if (frame.isUrgent()) {
                urgentFrames.incrementAndGet();
            }
            waiting.add(frame);
        }
    }

    /** Sends what waits, with all that is not urgent, as far as there is credit; nothing if none of it is urgent. */
    public void ship() {
        if (requests.getAndIncrement() == 0) {
            shipAll();
        }
    }

    /** A batch of the peer has come; its messages are handed over elsewhere. */
    void received(Batch.Head head) {
        synchronized (window) {
            window.receive(head, shared.nowMillis().getAsLong());
        }
    }

    /** Lets time pass. */
    void tick() {
        boolean isLost;
        synchronized (window) {
            isLost = window.tick(shared.nowMillis().getAsLong());
        }
        if (isLost) {
            shared.counts().lost().increment();
            carrier.lost();
        }
        hasWaitedEnough = true;
        ship();
    }

    private void shipAll() {
        try {
            shipInTurn();
        } catch (RuntimeException | Error error) {
            requests.set(0); // or nobody would ever send again
            throw error;
        }
    }

    private void shipInTurn() {
        int batches = 0;
        int done = requests.get();
        do {
            while (isDue() && shipBatch()) {
                if (++batches == MOST_BATCHES) {
                    shared.others().execute(this::shipAll);
                    return;
                }
            }
            tellIfOwed();
            done = requests.addAndGet(-done);
        } while (done != 0);
    }

    private boolean isDue() {
        if (waiting.isEmpty()) {
            return false;
        }
        if (urgentFrames.get() > 0 || hasWaitedEnough || waitingFrames.get() >= MANY) {
            return true;
        }
        synchronized (window) {
            return window.owesCredit();
        }
    }

    private boolean shipBatch() {
        Batch.Head head;
        synchronized (window) {
            if (!window.maySend()) {
                return false;
            }
            head = window.send(shared.nowMillis().getAsLong());
        }
        hasWaitedEnough = false;
        carry(head, gather());
        return true;
    }

    private void tellIfOwed() {
        Batch.Head head;
        synchronized (window) {
            boolean isDue = window.owesCredit() || (hasWaitedEnough && window.owesAny());
            hasWaitedEnough &= !waiting.isEmpty(); // without credit it goes on waiting, and goes when there is some
            if (!isDue) {
                return;
            }
            head = window.tellOnly();
        }
        carry(head, new byte[0]);
    }

    private void carry(Batch.Head head, byte[] frames) {
        shared.counts().batches().increment();
        carrier.carry(new Batch(shared.self(), head, frames));
    }

    private byte[] gather() {
        buffer.clear();
        Frame<?> next = waiting.peek();
        while (next != null && take(next)) {
            next = waiting.peek();
        }
        byte[] frames = new byte[buffer.flip().remaining()];
        buffer.get(frames);
        return frames;
    }

    /** Whether it does not wait any more. After an error neither, or it would be in the way of all others. */
    private boolean take(Frame<?> frame) {
        boolean isDone = true;
        try {
            isDone = write(frame);
        } finally {
            if (isDone) {
                waiting.poll();
                waitingFrames.decrementAndGet();
                if (frame.isUrgent()) {
                    urgentFrames.decrementAndGet();
                }
                letGo(frame);
            }
        }
        return isDone;
    }

    private void letGo(Frame<?> frame) {
        try {
            frame.taken().run();
        } catch (RuntimeException defect) {
            shared.defects().accept("message of kind " + frame.kind().number() + " is taken", defect);
        }
    }

    /** Whether that is done with: it is written, or can never be. */
    private boolean write(Frame<?> frame) {
        while (true) {
            int start = buffer.position();
            try {
                writeFields(frame);
                return true;
            } catch (BufferOverflowException full) {
                buffer.position(start);
                if (buffer.capacity() < MOST_BYTES) {
                    buffer = buffer(Math.min(MOST_BYTES, 2 * buffer.capacity())).put(buffer.flip());
                } else if (start > 0) {
                    return false;
                } else {
                    shared.defects().accept("message of kind " + frame.kind().number() + " is too large", full);
                    return true;
                }
            } catch (RuntimeException defect) {
                buffer.position(start);
                shared.defects().accept("message of kind " + frame.kind().number() + " cannot be written", defect);
                return true;
            }
        }
    }

    private <T> void writeFields(Frame<T> frame) {
        int start = buffer.position();
        buffer.putInt(0).put(frame.kind().number()).putInt(frame.recipient()).putInt(frame.incarnation());
        frame.kind().writer().write(buffer, frame.message());
        buffer.putInt(start, buffer.position() - start - Integer.BYTES);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

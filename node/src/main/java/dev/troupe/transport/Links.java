package dev.troupe.transport;

import dev.troupe.transport.dispatch.ArrivalExecutor;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Address;

/**
 * The ways from this node to all others, and who takes the messages that come. What a batch holds is handed over in the order in which it was sent; a message
 * of a kind that is not known here, or that cannot be read, is passed over, and so is what a newer node has added behind the fields that are known. Safe for
 * use by many threads.
 */
public final class Links {
    private static final int HEAD_BYTES = Byte.BYTES + 2 * Integer.BYTES;

    /**
     * What all links share.
     *
     * @param self host:port of this node
     * @param uid of this node
     * @param others sends on where a thread has sent enough for others
     * @param defects are told what cannot be written or read
     * @param counts of all links
     */
    public record Shared(
            String self,
            long uid,
            LongSupplier nowMillis,
            Executor others,
            BiConsumer<String, Exception> defects,
            Counts counts) {}

    /**
     * What is counted.
     *
     * @param batches that have left
     * @param lost batches that nobody said were taken
     * @param dropped messages, since too many waited
     */
    public record Counts(LongAdder batches, LongAdder lost, LongAdder dropped) {
        public Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    private record Inlet<T>(FrameKind<T> kind, FrameReceiver<? super T> receiver) {
        void take(ByteBuffer frame) throws NotSerializableException {
            int recipient = frame.getInt();
            int incarnation = frame.getInt();
            T message = kind.reader().read(frame);
            if (receiver.mayRunOnArrival()) {
                ArrivalExecutor.take(() -> receiver.receive(recipient, incarnation, message));
            } else {
                receiver.receive(recipient, incarnation, message);
            }
        }
    }

    /** Of a kind that is not known here. */
    private static final Inlet<?> NONE = new Inlet<>(
            FrameKind.of(0, (buffer, nothing) -> {}, buffer -> Boolean.TRUE), (recipient, incarnation, nothing) -> {});

    private final Shared shared;
    private final Function<String, Carrier> carriers;
    private final Inlet<?>[] inlets = new Inlet<?>[Byte.MAX_VALUE + 1];
    private final List<FrameReceiver<?>> receivers = new ArrayList<>();
    private final Map<String, PeerLink> links = new ConcurrentHashMap<>();
    private final Map<Address, PeerLink> byAddress = new ConcurrentHashMap<>();

    /**
     * Of nobody yet.
     *
     * @param carriers take batches to a node; of a node's host:port
     */
    public Links(Shared shared, Function<String, Carrier> carriers) {
        this.shared = shared;
        this.carriers = carriers;
        Arrays.fill(inlets, NONE);
    }

    /** Has the messages of a kind taken from now on. To be called before any can come. */
    public <T> void onArrival(FrameKind<T> kind, FrameReceiver<? super T> receiver) {
        inlets[kind.number()] = new Inlet<>(kind, receiver);
        receivers.add(receiver);
    }

    /** The way to a node, by its host:port. */
    public PeerLink to(String node) {
        PeerLink known = links.get(node);
        return known != null
                ? known
                : links.computeIfAbsent(node, address -> new PeerLink(shared, carriers.apply(address)));
    }

    /** The way to the node of an actor. */
    public PeerLink to(Address address) {
        PeerLink known = byAddress.get(address);
        return known != null
                ? known
                : byAddress.computeIfAbsent(
                        address,
                        node -> to(node.hostPort().substring(node.hostPort().indexOf('@') + 1)));
    }

    /** A batch has come. Batches that come by several ways at once are handed over one after the other. */
    public void receive(Batch batch) {
        PeerLink link = to(batch.from());
        link.received(batch.head());
        if (batch.frames().length > 0) {
            try {
                synchronized (receivers) {
                    handOver(ByteBuffer.wrap(batch.frames()).order(ByteOrder.LITTLE_ENDIAN));
                }
            } finally {
                ArrivalExecutor.runTaken(); // what has been handed over counts on it, whatever became of the rest
            }
        }
        link.ship();
    }

    /** Lets time pass. */
    void tick() {
        for (PeerLink link : links.values()) {
            try {
                link.tick();
            } catch (RuntimeException defect) {
                shared.defects().accept("a link is passed over", defect);
            }
        }
    }

    private void handOver(ByteBuffer frames) {
        try {
            handOverAll(frames);
        } finally {
            receivers.forEach(this::endOfBatch);
        }
    }

    private void endOfBatch(FrameReceiver<?> receiver) {
        try {
            receiver.endOfBatch();
        } catch (RuntimeException broken) {
            shared.defects().accept("the end of a batch is passed over", broken);
        }
    }

    private void handOverAll(ByteBuffer frames) {
        while (frames.hasRemaining()) {
            int length = frames.remaining() < Integer.BYTES ? -1 : frames.getInt();
            if (length < HEAD_BYTES || length > frames.remaining()) {
                shared.defects().accept("a batch is broken", new NotSerializableException("a length of " + length));
                break;
            }
            int end = frames.position() + length;
            handOverOne(frames.limit(end));
            frames.limit(frames.capacity()).position(end);
        }
    }

    private void handOverOne(ByteBuffer frame) {
        byte number = frame.get();
        Inlet<?> inlet = number < 0 ? NONE : inlets[number];
        try {
            inlet.take(frame);
        } catch (NotSerializableException | RuntimeException broken) {
            shared.defects().accept("a message of kind " + number + " is passed over", broken);
        }
    }
}

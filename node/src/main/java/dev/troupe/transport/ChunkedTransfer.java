package dev.troupe.transport;

import dev.troupe.heap.HeapArrays;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Carries messages that are too large for a frame of the cluster's transport, which drops larger ones in silence. One to a
 * node, under a fixed path. The actor of the sender's node offers a message, that of the receiver's pulls it in chunks, one at a time, puts it
 * together under a byte budget and delivers it to its target. What does not fit into the budget waits; what stands still, or
 * waits, for too long is given up.
 */
public final class ChunkedTransfer {
    /** Name among the system's own actors, the same on every node. */
    public static final String NAME = "troupe-courier";

    /** Bytes in a chunk, and the largest message that travels without a transfer: half a frame. */
    public static final int CHUNK_BYTES = 128 << 10;

    /** Messages that wait for memory, in each direction; their bytes are bounded where they come from. */
    private static final int MOST_WAITING = 1000;

    public sealed interface Command {}

    /** Carry a message of at most so many bytes to an actor on another node. */
    public record Carry(ActorRef<Object> to, Object message, int sizeBytes, LargeSend departure) implements Command {}

    /** There is a message for an actor of yours. */
    public record Offer(
            long transfer, int length, int serializer, String manifest, ActorRef<Command> from, ActorRef<Object> to)
            implements Command {}

    /** Send the chunk at an offset; at the length of the message: all is here. */
    public record Pull(long transfer, int offset, ActorRef<Command> by) implements Command {}

    public record Chunk(long transfer, int offset, byte[] bytes) implements Command {}

    /** There is no room for it, or it is not known any more. */
    public record Declined(long transfer) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    /**
     * Its limits.
     *
     * @param maxBytes that may be under way, in each direction, as the heap counts
     * @param repeatAfter an offer or a pull that brought nothing is sent again after this
     * @param giveUpAfter a transfer that has not moved for so long is dropped
     */
    public record Settings(long maxBytes, Duration repeatAfter, Duration giveUpAfter) {}

    private final ActorContext<Command> context;
    private final Settings settings;
    private final LongSupplier nowMillis;
    private final Serialization serialization;
    private final ActorRefResolver refs;
    private final Map<Long, Outbound> outgoing = new HashMap<>();
    private final Map<Long, Inbound> incoming = new HashMap<>();
    private final WaitingRoom<Carry> leaving = new WaitingRoom<>(MOST_WAITING);
    private final WaitingRoom<Offer> coming = new WaitingRoom<>(MOST_WAITING);
    private long outgoingBytes;
    private long incomingBytes;
    private long nextTransfer = ThreadLocalRandom.current().nextLong();

    private ChunkedTransfer(
            ActorContext<Command> context, TimerScheduler<Command> timers, Settings settings, LongSupplier nowMillis) {
        this.context = context;
        this.settings = settings;
        this.nowMillis = nowMillis;
        this.serialization = SerializationExtension.get(Adapter.toClassic(context.getSystem()));
        this.refs = ActorRefResolver.get(context.getSystem());
        timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.repeatAfter());
    }

    public static Behavior<Command> create(Settings settings, LongSupplier nowMillis) {
        Behavior<Command> carrying = Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ChunkedTransfer(context, timers, settings, nowMillis).carrying()));
        return Behaviors.supervise(carrying).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> carrying() {
        return Behaviors.receive(Command.class)
                .onMessage(Chunk.class, this::onChunk)
                .onMessage(Pull.class, this::onPull)
                .onMessage(Carry.class, this::onCarry)
                .onMessage(Offer.class, this::onOffer)
                .onMessage(Declined.class, this::onDeclined)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Command> onCarry(Carry command) {
        if (hasRoomFor(command)) {
            carry(command);
        } else if (!leaving.enter(command, nowMillis.getAsLong())) {
            decline(command);
        }
        return Behaviors.same();
    }

    /** One at a time is taken in any case, and no more than half of all for one node: it may stand still. */
    private boolean hasRoomFor(Carry command) {
        long bytes = HeapArrays.HERE.bytes(command.sizeBytes());
        long toNode = outgoing.values().stream()
                .filter(transfer -> transfer.isTo(command.to().path().address()))
                .mapToLong(Outbound::heapBytes)
                .sum();
        return toNode == 0
                ? outgoing.isEmpty() || outgoingBytes + bytes <= settings.maxBytes()
                : toNode + bytes <= settings.maxBytes() / 2 && outgoingBytes + bytes <= settings.maxBytes();
    }

    private static void decline(Carry command) {
        command.departure().decline();
        command.departure().end();
    }

    private void carry(Carry command) {
        try {
            start(command);
        } catch (Exception unwritable) { // also checked ones, which Pekko does not declare
            context.getLog().warn("cannot write a message of {} bytes", command.sizeBytes(), unwritable);
            decline(command);
        }
    }

    private void start(Carry command) {
        if (!command.departure().start(nowMillis.getAsLong())) {
            command.departure().end();
            return;
        }
        Serializer serializer = serialization.findSerializerFor(command.message());
        byte[] bytes = serializer.toBinary(command.message());
        Offer offer = new Offer(
                nextTransfer++,
                bytes.length,
                serializer.identifier(),
                Serializers.manifestFor(serializer, command.message()),
                context.getSelf(),
                command.to());
        Outbound transfer = new Outbound(offer, bytes, command, peer(command.to()), nowMillis.getAsLong());
        outgoing.put(offer.transfer(), transfer);
        outgoingBytes += transfer.heapBytes();
        transfer.offer();
    }

    private Behavior<Command> onOffer(Offer offer) {
        if (incoming.containsKey(offer.transfer()) || coming.holds(offer)) {
            return Behaviors.same();
        }
        boolean isPossible = offer.length() >= 0 && offer.length() <= settings.maxBytes();
        if (isPossible && hasRoomFor(offer)) {
            pull(offer);
        } else if (!isPossible || !coming.enter(offer, nowMillis.getAsLong())) {
            offer.from().tell(new Declined(offer.transfer()));
        }
        return Behaviors.same();
    }

    private void pull(Offer offer) {
        Inbound transfer = new Inbound(offer, context.getSelf(), nowMillis.getAsLong());
        incoming.put(offer.transfer(), transfer);
        incomingBytes += transfer.heapBytes();
        transfer.pull();
    }

    private boolean hasRoomFor(Offer offer) {
        return incoming.isEmpty() || incomingBytes + HeapArrays.HERE.bytes(offer.length()) <= settings.maxBytes();
    }

    private void admit() {
        leaving.admit(this::hasRoomFor, this::carry);
        coming.admit(this::hasRoomFor, this::pull);
    }

    private Behavior<Command> onPull(Pull pull) {
        Outbound transfer = outgoing.get(pull.transfer());
        if (transfer == null) {
            pull.by().tell(new Declined(pull.transfer()));
        } else if (!transfer.send(pull, nowMillis.getAsLong())) {
            forget(transfer);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onChunk(Chunk chunk) {
        Inbound transfer = incoming.get(chunk.transfer());
        if (transfer != null && transfer.take(chunk, nowMillis.getAsLong())) {
            transfer.pull();
            if (transfer.isComplete()) {
                forget(transfer);
                deliver(transfer);
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onDeclined(Declined declined) {
        Outbound transfer = outgoing.get(declined.transfer());
        if (transfer != null) {
            transfer.decline();
            forget(transfer);
        }
        Inbound abandoned = incoming.get(declined.transfer());
        if (abandoned != null) {
            forget(abandoned);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTick() {
        long repeatIfIdleSince = nowMillis.getAsLong() - settings.repeatAfter().toMillis();
        long giveUpIfIdleSince = nowMillis.getAsLong() - settings.giveUpAfter().toMillis();
        for (Iterator<Outbound> all = outgoing.values().iterator(); all.hasNext(); ) {
            Outbound transfer = all.next();
            if (transfer.isIdleSince(giveUpIfIdleSince)) {
                outgoingBytes -= transfer.heapBytes();
                all.remove();
                transfer.over();
            } else if (!transfer.hasStarted() && transfer.isIdleSince(repeatIfIdleSince)) {
                transfer.offer();
            }
        }
        for (Iterator<Inbound> all = incoming.values().iterator(); all.hasNext(); ) {
            Inbound transfer = all.next();
            if (transfer.isIdleSince(giveUpIfIdleSince)) {
                incomingBytes -= transfer.heapBytes();
                all.remove();
            } else if (transfer.isIdleSince(repeatIfIdleSince)) {
                transfer.pull();
            }
        }
        leaving.dismiss(giveUpIfIdleSince, ChunkedTransfer::decline);
        coming.dismiss(giveUpIfIdleSince, offer -> {});
        admit();
        return Behaviors.same();
    }

    private void deliver(Inbound transfer) {
        Offer offer = transfer.offer();
        serialization
                .deserialize(transfer.bytes(), offer.serializer(), offer.manifest())
                .fold(
                        broken -> {
                            context.getLog().warn("dropping a message of {} bytes", offer.length(), broken);
                            return null;
                        },
                        message -> {
                            offer.to().tell(message);
                            return null;
                        });
    }

    private ActorRef<Command> peer(ActorRef<Object> to) {
        return refs.resolveActorRef(new RootActorPath(to.path().address(), "/")
                .child("system")
                .child(NAME)
                .toSerializationFormat());
    }

    private void forget(Outbound transfer) {
        if (outgoing.remove(transfer.number()) != null) {
            outgoingBytes -= transfer.heapBytes();
            transfer.over();
            admit();
        }
    }

    private void forget(Inbound transfer) {
        if (incoming.remove(transfer.offer().transfer()) != null) {
            incomingBytes -= transfer.heapBytes();
            admit();
        }
    }
}

package dev.troupe.gateway;

import dev.troupe.api.Reason;
import dev.troupe.protocol.MessageSender;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.Reply;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.LargeSend;
import dev.troupe.transport.PeerLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The way from one gateway to one partition: who owns it, and the requests that wait for an answer. A request whose partition
 * has no known owner is parked here; one that was sent and not answered is sent again under the same number. Safe for use by
 * many threads; callers are answered outside its lock.
 */
public final class PartitionChannel {
    private static final Reply OVERLOADED =
            new Reply.Refused(Reason.OVERLOADED, "too many requests to this part of the key space are under way");
    private static final Reply NO_ROOM =
            new Reply.Refused(Reason.OVERLOADED, "too many large values are under way between nodes");

    /**
     * What all channels of a gateway share.
     *
     * @param gateway uid of the gateway's incarnation
     * @param outbox for requests
     * @param credit most requests that may wait in one channel
     * @param resendMillis a request is sent again after so long without an answer, and then at growing intervals
     * @param isRemote whether messages to an owner may be lost; on one node they only wait
     * @param hedge has reads answered by copies
     */
    public record Shared(
            long gateway,
            MessageSender outbox,
            int credit,
            long resendMillis,
            Predicate<ActorRef<ToOwner>> isRemote,
            Hedge.Shared hedge) {}

    /** A request may overtake this many times the credit of others before the channel waits for it. */
    private static final int SPAN_PER_CREDIT = 16;

    private final int partition;
    private final Shared shared;
    private final PendingWindow window;
    private final Hedge hedge;
    private @Nullable Serving serving;
    /** To the last known owner, null if that is on this node. */
    private volatile @Nullable PeerLink link;

    private long lastEpoch;

    public PartitionChannel(int partition, Shared shared) {
        this.shared = shared;
        this.partition = partition;
        this.hedge = new Hedge(partition, shared.hedge());
        this.window = new PendingWindow(shared.credit(), shared.credit() * SPAN_PER_CREDIT);
    }

    /** Sends a call on its way; answered at once if the channel is full. */
    void submit(GatewayCall call, long nowMillis) {
        if (tryEnter(call, nowMillis)) {
            ship();
        } else {
            call.onReply().accept(OVERLOADED);
        }
    }

    /** Outside the lock: who ships does so for others too. */
    private void ship() {
        PeerLink way = link;
        if (way != null) {
            way.ship();
        }
    }

    private synchronized boolean tryEnter(GatewayCall call, long nowMillis) {
        Pending pending = window.add(call);
        if (pending != null) {
            send(pending, nowMillis);
            if (pending.allowsBackups) {
                hedge.begin(pending, lastEpoch, nowMillis);
            }
        }
        return pending != null;
    }

    /**
     * The owner has reported itself: whatever is parked goes to it. Returns whether it is another than before; one of an
     * epoch that is over is ignored.
     */
    boolean located(Serving newServing, long nowMillis) {
        boolean isNew = take(newServing, nowMillis);
        ship();
        return isNew;
    }

    private synchronized boolean take(Serving newServing, long nowMillis) {
        if (newServing.epoch() < lastEpoch) {
            return false;
        }
        boolean isNew = serving == null || !serving.equals(newServing);
        serving = newServing;
        link = shared.outbox().linkTo(newServing.owner());
        lastEpoch = newServing.epoch();
        if (isNew) {
            hedge.located(newServing);
            window.forEach(pending -> send(pending, nowMillis));
        }
        return isNew;
    }

    /** Answers of copies are to go there. */
    synchronized void answersTo(ActorRef<ToGateway> gateway) {
        hedge.answersTo(gateway);
    }

    /** The owner is gone: requests are parked until the next one reports. */
    synchronized boolean lost(ActorRef<ToOwner> owner) {
        boolean isOurs = serving != null && serving.owner().equals(owner);
        if (isOurs) {
            serving = null;
        }
        return isOurs;
    }

    /** The owner of this epoch is gone, if it is the one that is known. */
    synchronized boolean lost(long epoch) {
        return serving != null && serving.epoch() == epoch && lost(serving.owner());
    }

    /** The owner, if one is known. */
    synchronized Optional<Serving> owner() {
        return Optional.ofNullable(serving);
    }

    /** Epoch of the last known owner, 0 if none was ever known. */
    synchronized long lastEpoch() {
        return lastEpoch;
    }

    /** An answer of an owner, or of a copy, has come. Ignored if nobody waits for it any more, or if a later owner has reported. */
    void answered(long epoch, long number, Reply reply) {
        Pending pending;
        synchronized (this) {
            pending = epoch < lastEpoch ? null : window.finish(number);
            hedge.answered(reply, pending != null);
        }
        if (pending != null) {
            pending.onReply.accept(reply);
        }
    }

    /** Ends what is over its deadline and sends again what may have been lost. */
    void tick(long nowMillis) {
        List<Pending> overdue = new ArrayList<>();
        synchronized (this) {
            if (window.isEmpty()) {
                return;
            }
            window.forEach(pending -> {
                if (nowMillis >= pending.deadlineMillis) {
                    window.finish(pending.number);
                    overdue.add(pending);
                } else {
                    hurry(pending, nowMillis);
                }
            });
        }
        ship();
        overdue.forEach(pending -> pending.onReply.accept(late(pending)));
    }

    private void hurry(Pending pending, long nowMillis) {
        if (mayBeLost(pending, nowMillis)) {
            send(pending, nowMillis);
        }
        if (pending.allowsBackups) {
            hedge.tick(pending, lastEpoch, nowMillis);
        }
    }

    private boolean mayBeLost(Pending pending, long nowMillis) {
        return serving != null
                && pending.wasSent()
                && pending.leaving == null
                && shared.isRemote().test(serving.owner())
                && nowMillis - pending.sentAtMillis >= shared.resendMillis() << (pending.timesSent - 1);
    }

    private void send(Pending pending, long nowMillis) {
        if (serving == null) {
            return;
        }
        Request request = new Request(
                shared.gateway(), pending.number, window.lowestUnfinished(), pending.deadlineMillis, pending.operation);
        int sizeBytes = pending.operation.sizeBytes();
        if (sizeBytes <= ChunkedTransfer.CHUNK_BYTES || !shared.isRemote().test(serving.owner())) {
            pending.sent(nowMillis);
            shared.outbox().add(partition, serving.owner(), request);
        } else {
            pending.leaving = new Leaving(pending);
            shared.outbox().carry(serving.owner(), request, sizeBytes, pending.leaving);
        }
    }

    /** A large request that waits until it can leave this node. A later one for the same call takes its place. */
    private final class Leaving implements LargeSend {
        private final Pending pending;
        private boolean started;

        Leaving(Pending pending) {
            this.pending = pending;
        }

        @Override
        public boolean start(long nowMillis) {
            synchronized (PartitionChannel.this) {
                boolean isWanted = pending.leaving == this && window.isWaiting(pending.number);
                if (isWanted) {
                    started = true;
                    pending.sent(nowMillis);
                }
                return isWanted;
            }
        }

        /** It did not fit here or there. Of a request that has left before another copy may still arrive. */
        @Override
        public void decline() {
            long epoch;
            boolean neverArrived;
            synchronized (PartitionChannel.this) {
                epoch = lastEpoch;
                neverArrived = pending.leaving == this && pending.timesSent == (started ? 1 : 0);
            }
            if (neverArrived) {
                answered(epoch, pending.number, NO_ROOM);
            }
        }

        @Override
        public void end() {
            synchronized (PartitionChannel.this) {
                if (pending.leaving == this) {
                    pending.leaving = null;
                }
            }
        }
    }

    private static Reply late(Pending pending) {
        if (!pending.wasSent() && pending.leaving != null) {
            return NO_ROOM;
        }
        if (!pending.wasSent()) {
            return new Reply.Refused(
                    Reason.UNAVAILABLE, "this part of the key space has no owner in reach; try again in a moment");
        }
        return pending.operation.isWrite()
                ? new Reply.Refused(
                        Reason.OUTCOME_UNKNOWN,
                        "the write was sent and no answer came in time: it may have happened or may still; read the key, or"
                                + " repeat it with a condition")
                : new Reply.Refused(Reason.UNAVAILABLE, "no answer came in time; try again");
    }
}

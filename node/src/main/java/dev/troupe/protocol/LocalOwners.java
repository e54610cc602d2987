package dev.troupe.protocol;

import dev.troupe.protocol.PartitionProtocol.Heard;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.transport.FrameReceiver;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The owners on this node, by partition, so that what arrives for them needs no path to be found by. Safe for use by many threads. */
public final class LocalOwners {
    private final AtomicReferenceArray<@Nullable ActorRef<ToOwner>> owners;

    /** None, of so many partitions. */
    public LocalOwners(int partitions) {
        this.owners = new AtomicReferenceArray<>(partitions);
    }

    /** The owner of a partition has begun; it is the one from now on. */
    public void began(int partition, ActorRef<ToOwner> owner) {
        owners.set(partition, owner);
    }

    /** An owner has ended. */
    public void ended(int partition, ActorRef<ToOwner> owner) {
        owners.compareAndSet(partition, owner, null);
    }

    /** Requests of other nodes; for an incarnation of an owner, and no later one. */
    public FrameReceiver<Request> requests() {
        return new FrameReceiver<>() {
            @Override
            public void receive(int partition, int incarnation, Request request) {
                ActorRef<ToOwner> owner = ownerOf(partition);
                if (owner != null && owner.path().uid() == incarnation) {
                    owner.tell(request);
                }
            }

            @Override
            public boolean mayRunOnArrival() {
                return true;
            }
        };
    }

    /** What a keeper answers, to whatever owner is there: the answer names the writer that it is for. */
    public void hear(FromKeeper message) {
        ActorRef<ToOwner> owner = ownerOf(message.partition());
        if (owner != null) {
            owner.tell(new Heard(message));
        }
    }

    private @Nullable ActorRef<ToOwner> ownerOf(int partition) {
        return partition >= 0 && partition < owners.length() ? owners.get(partition) : null;
    }
}

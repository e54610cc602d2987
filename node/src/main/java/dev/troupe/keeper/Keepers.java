package dev.troupe.keeper;

import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.transport.Frame;
import dev.troupe.transport.Links;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the keeper of every storage member. Safe for use by many threads. */
public final class Keepers {
    private final Peers peers;
    private final ActorRef<Keeper.Command> own;
    private final Links links;

    /**
     * Of this node's members.
     *
     * @param own keeper of this node
     * @param links to the other nodes
     */
    public Keepers(Peers peers, ActorRef<Keeper.Command> own, Links links) {
        this.peers = peers;
        this.own = own;
        this.links = links;
    }

    /** Says something to the keeper of a member; said to nobody if it is none any more. */
    public void tell(long uid, ToKeeper message) {
        if (uid == peers.self()) {
            own.tell(new Keeper.Told(List.of(message)));
        } else {
            peers.addressOf(uid)
                    .ifPresent(node ->
                            links.to(node).send(new Frame<>(KeeperFrames.TO_KEEPER, message.partition(), 0, message)));
        }
    }
}

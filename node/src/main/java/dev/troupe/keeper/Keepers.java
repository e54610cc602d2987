package dev.troupe.keeper;

import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.transport.Frame;
import dev.troupe.transport.Links;
import dev.troupe.transport.PeerLink;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /**
     * Says something to the keepers of members, in order; said to nobody where one is none any more.
     *
     * @return the links on which it waits to be shipped
     */
    public Set<PeerLink> add(List<Sending> sendings) {
        if (sendings.isEmpty()) {
            return Set.of();
        }
        Set<PeerLink> used = new HashSet<>();
        for (Sending sending : sendings) {
            ToKeeper message = sending.message();
            if (sending.to() == peers.self()) {
                own.tell(new Keeper.Told(List.of(message)));
            } else {
                peers.addressOf(sending.to()).ifPresent(node -> {
                    PeerLink link = links.to(node);
                    link.add(new Frame<>(KeeperFrames.TO_KEEPER, message.partition(), 0, message));
                    used.add(link);
                });
            }
        }
        return used;
    }
}

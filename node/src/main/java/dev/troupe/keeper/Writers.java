package dev.troupe.keeper;

import dev.troupe.protocol.LocalOwners;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.transport.Frame;
import dev.troupe.transport.Links;
import dev.troupe.transport.PeerLink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The way from a keeper to the owners that it answers. Safe for use by many threads. */
public final class Writers {
    private final Peers peers;
    private final LocalOwners own;
    private final Links links;

    /**
     * Of this node's members.
     *
     * @param own owners of this node
     * @param links to the other nodes
     */
    public Writers(Peers peers, LocalOwners own, Links links) {
        this.peers = peers;
        this.own = own;
        this.links = links;
    }

    /**
     * Tells the writers that the messages name what a keeper has to say, in order. Of several acknowledgements to one writer the last is enough: it says all
     * that those before it said.
     */
    void tell(List<FromKeeper> messages) {
        Set<PeerLink> used = new HashSet<>();
        for (FromKeeper message : messages.size() == 1 ? messages : withoutEarlierAcks(messages)) {
            long writer = message.writer().uid();
            if (writer == peers.self()) {
                own.hear(message);
            } else {
                peers.addressOf(writer).ifPresent(node -> {
                    PeerLink link = links.to(node);
                    link.add(new Frame<>(KeeperFrames.FROM_KEEPER, message.partition(), 0, message));
                    used.add(link);
                });
            }
        }
        used.forEach(PeerLink::ship);
    }

    private record Addressee(int partition, Writer writer) {
        static Addressee of(FromKeeper message) {
            return new Addressee(message.partition(), message.writer());
        }
    }

    private static List<FromKeeper> withoutEarlierAcks(List<FromKeeper> messages) {
        Map<Addressee, FromKeeper> last = new HashMap<>();
        messages.stream().filter(FromKeeper.Ack.class::isInstance).forEach(ack -> last.put(Addressee.of(ack), ack));
        return messages.stream()
                .filter(message -> !(message instanceof FromKeeper.Ack) || last.get(Addressee.of(message)) == message)
                .toList();
    }
}

package dev.troupe.keeper;

import dev.troupe.protocol.LocalOwners;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.transport.Frame;
import dev.troupe.transport.Links;
import dev.troupe.transport.PeerLink;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
     * What a keeper has to say.
     *
     * @param isAwaited whether somebody may wait for it
     */
    record Saying(FromKeeper message, boolean isAwaited) {
        static Saying awaited(FromKeeper message) {
            return new Saying(message, true);
        }
    }

    /**
     * Tells the writers that the messages name what a keeper has to say, in order. Of several acknowledgements to one writer the last is enough: it says all
     * that those before it said.
     */
    void tell(List<Saying> sayings) {
        Set<PeerLink> used = new HashSet<>();
        for (Saying saying : sayings.size() == 1 ? sayings : withoutEarlierAcks(sayings)) {
            FromKeeper message = saying.message();
            long writer = message.writer().uid();
            if (writer == peers.self()) {
                own.hear(message);
            } else {
                peers.addressOf(writer).ifPresent(node -> {
                    PeerLink link = links.to(node);
                    link.add(
                            new Frame<>(KeeperFrames.FROM_KEEPER, message.partition(), 0, message, saying.isAwaited()));
                    used.add(link);
                });
            }
        }
        used.forEach(PeerLink::ship);
    }

    private record Addressee(int partition, Writer writer) {}

    private static Collection<Saying> withoutEarlierAcks(List<Saying> sayings) {
        Map<Object, Saying> last = new LinkedHashMap<>();
        for (Saying saying : sayings) {
            FromKeeper message = saying.message();
            if (message instanceof FromKeeper.Ack) {
                Object addressee = new Addressee(message.partition(), message.writer());
                Saying earlier = last.remove(addressee);
                boolean isAwaited = saying.isAwaited() || (earlier != null && earlier.isAwaited());
                last.put(addressee, new Saying(message, isAwaited));
            } else {
                last.put(new Object(), saying);
            }
        }
        return last.values();
    }
}

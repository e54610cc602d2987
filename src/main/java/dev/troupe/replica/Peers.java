package dev.troupe.replica;

import dev.troupe.placement.Backups;
import dev.troupe.placement.StorageNode;
import dev.troupe.replication.Peer;
import dev.troupe.replication.Roster;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The storage members as this node sees them now. Told by the node's composition root, read by owners and keepers on any
 * thread without waiting.
 */
public final class Peers {
    private final long self;
    private final int partitions;
    private volatile View view;
    private final Map<Integer, Long> targets = new HashMap<>();

    /**
     * One storage member.
     *
     * @param node its place
     * @param unreachableSinceMillis on this node's clock, or {@link Peer#REACHABLE}
     * @param draining whether it is about to leave
     * @param down whether it is excluded
     */
    public record Seat(StorageNode node, long unreachableSinceMillis, boolean draining, boolean down) {
        private boolean mayTakeCopies() {
            return !draining && !down;
        }

        private Peer peer() {
            return new Peer(node.uid(), unreachableSinceMillis, draining, down);
        }
    }

    /** One state of the membership, with what was derived from it. */
    private record View(Map<Long, Seat> seats, boolean inMajority, AtomicReferenceArray<Roster> rosters) {
        static View of(Map<Long, Seat> seats, int partitions) {
            return new View(Map.copyOf(seats), isMajority(seats.values()), new AtomicReferenceArray<>(partitions));
        }
    }

    /**
     * Of a node that knows of nobody yet.
     *
     * @param self uid of this node
     * @param partitions of the key space
     */
    public Peers(long self, int partitions) {
        this.self = self;
        this.partitions = partitions;
        this.view = View.of(Map.of(), partitions);
    }

    /** uid of this node. */
    public long self() {
        return self;
    }

    /** The storage members, from joining to exiting, are these from now on. */
    public synchronized void update(List<Seat> seats) {
        Map<Long, Seat> byUid = seats.stream()
                .collect(Collectors.toMap(seat -> seat.node().uid(), Function.identity(), (one, two) -> two));
        if (!byUid.equals(view.seats())) {
            view = View.of(byUid, partitions);
        }
    }

    /** A partition of this node is planned to move to that one; {@link Roster#NO_TARGET} calls it off. */
    public synchronized void plan(int partition, long target) {
        long before = targets.getOrDefault(partition, Roster.NO_TARGET);
        if (before == target) {
            return;
        }
        if (target == Roster.NO_TARGET) {
            targets.remove(partition);
        } else {
            targets.put(partition, target);
        }
        view.rosters().set(partition, null);
    }

    /** Who matters to a partition if this node owns it. The same object as long as nothing has changed. */
    public Roster roster(int partition) {
        View now = view;
        Roster known = now.rosters().get(partition);
        return known != null ? known : derive(now, partition);
    }

    /** Whether a node is a member that is to be obeyed. */
    public boolean obeys(long uid) {
        Seat seat = view.seats().get(uid);
        return seat != null && !seat.down();
    }

    /** host:port of a member's cluster port. */
    public Optional<String> addressOf(long uid) {
        return Optional.ofNullable(view.seats().get(uid))
                .map(seat -> seat.node().address());
    }

    /**
     * Addresses of the members in sight that should hold copies of a partition, the likeliest first, the owner's node last. This
     * node may be one.
     *
     * @param owner address of the owner's node, or what is none
     * @param most addresses, at least 1
     */
    public List<String> holders(int partition, String owner, int most) {
        List<StorageNode> inSight = view.seats().values().stream()
                .filter(seat -> !seat.down() && seat.unreachableSinceMillis() == Peer.REACHABLE)
                .map(Seat::node)
                .toList();
        List<String> ranked = Backups.of(partition, owner, inSight, most);
        Stream<String> own = inSight.stream().map(StorageNode::address).filter(owner::equals);
        return Stream.concat(ranked.stream(), own).limit(most).toList();
    }

    /**
     * Whether the split-brain strategy would keep the side that this node sees: more than half of the members, or half with
     * the lowest address among them. A node that is no storage member follows the same rule.
     */
    public boolean inMajority() {
        return view.inMajority();
    }

    private static boolean isMajority(Collection<Seat> all) {
        List<Seat> seats = all.stream().filter(seat -> !seat.down()).toList();
        List<Seat> seen = seats.stream()
                .filter(seat -> seat.unreachableSinceMillis() == Peer.REACHABLE)
                .toList();
        if (2 * seen.size() != seats.size()) {
            return 2 * seen.size() > seats.size();
        }
        return lowest(seats).equals(lowest(seen));
    }

    private static Optional<String> lowest(List<Seat> seats) {
        return seats.stream().map(seat -> seat.node().address()).min(String::compareTo);
    }

    private synchronized Roster derive(View now, int partition) {
        List<Peer> peers = now.seats().values().stream().map(Seat::peer).toList();
        Roster roster = new Roster(peers, ranked(now, partition), targets.getOrDefault(partition, Roster.NO_TARGET));
        now.rosters().set(partition, roster);
        return roster;
    }

    private List<Long> ranked(View now, int partition) {
        Map<String, Long> uids = new HashMap<>();
        List<StorageNode> nodes = now.seats().values().stream()
                .filter(seat -> seat.mayTakeCopies() || seat.node().uid() == self)
                .map(Seat::node)
                .toList();
        nodes.forEach(node -> uids.put(node.address(), node.uid()));
        Seat own = now.seats().get(self);
        String owner = own == null ? "" : own.node().address();
        return Backups.of(partition, owner, nodes, nodes.size()).stream()
                .map(uids::get)
                .filter(Objects::nonNull)
                .toList();
    }
}

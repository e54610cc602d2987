package dev.troupe.keeper;

import dev.troupe.members.Majority;
import dev.troupe.members.Member;
import dev.troupe.placement.Backups;
import dev.troupe.placement.StorageNode;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    /** uids of all members that are not down, with storage or without. */
    private volatile Set<Long> present = Set.of();

    private final Map<Integer, Long> targets = new HashMap<>();

    /** One state of the membership, with what was derived from it. */
    private record View(Map<Long, Member> members, boolean inMajority, AtomicReferenceArray<PeerView> peerViews) {
        static View of(Map<Long, Member> members, int partitions) {
            return new View(
                    Map.copyOf(members), Majority.isSeen(members.values()), new AtomicReferenceArray<>(partitions));
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

    /** The members, from joining to exiting, are these from now on; those without storage can be no peers. */
    public synchronized void update(List<Member> members) {
        Map<Long, Member> byUid = members.stream()
                .filter(Member::storage)
                .collect(Collectors.toMap(Member::uid, Function.identity(), (one, two) -> two));
        present = members.stream()
                .filter(member -> !member.isDown())
                .map(Member::uid)
                .collect(Collectors.toUnmodifiableSet());
        if (!byUid.equals(view.members())) {
            view = View.of(byUid, partitions);
        }
    }

    /** A partition of this node is planned to move to that one; {@link PeerView#NO_TARGET} calls it off. */
    public synchronized void plan(int partition, long target) {
        long before = targets.getOrDefault(partition, PeerView.NO_TARGET);
        if (before == target) {
            return;
        }
        if (target == PeerView.NO_TARGET) {
            targets.remove(partition);
        } else {
            targets.put(partition, target);
        }
        view.peerViews().set(partition, null);
    }

    /** Who matters to a partition if this node owns it. The same object as long as nothing has changed. */
    public PeerView peerView(int partition) {
        View now = view;
        PeerView known = now.peerViews().get(partition);
        return known != null ? known : derive(now, partition);
    }

    /** On how many nodes there can be copies: this one, and the storage members that are not down or draining. */
    public int copyHolders() {
        return 1
                + (int) view.members().values().stream()
                        .filter(member -> member.uid() != self && mayTakeCopies(member))
                        .count();
    }

    /** Whether a node is a member that is to be obeyed. */
    public boolean obeys(long uid) {
        Member member = view.members().get(uid);
        return member != null && !member.isDown();
    }

    /** Whether a node is a member and not down, with storage or without. */
    public boolean isPresent(long uid) {
        return present.contains(uid);
    }

    /** host:port of a member's cluster port. */
    public Optional<String> addressOf(long uid) {
        return Optional.ofNullable(view.members().get(uid)).map(Member::address);
    }

    /**
     * Addresses of the members in sight that should hold copies of a partition, the likeliest first, the owner's node last. This
     * node may be one.
     *
     * @param owner address of the owner's node, or what is none
     * @param most addresses, at least 1
     */
    public List<String> holders(int partition, String owner, int most) {
        List<StorageNode> inSight = view.members().values().stream()
                .filter(member -> !member.isDown() && member.reachable())
                .map(Member::storageNode)
                .toList();
        List<String> ranked = Backups.of(partition, owner, inSight, most);
        Stream<String> own = inSight.stream().map(StorageNode::address).filter(owner::equals);
        return Stream.concat(ranked.stream(), own).limit(most).toList();
    }

    /** Whether the split-brain strategy would keep the side that this node sees, which need not be a storage member itself. */
    public boolean inMajority() {
        return view.inMajority();
    }

    private synchronized PeerView derive(View now, int partition) {
        List<Peer> peers = now.members().values().stream().map(Peers::peer).toList();
        PeerView peerView =
                new PeerView(peers, ranked(now, partition), targets.getOrDefault(partition, PeerView.NO_TARGET));
        now.peerViews().set(partition, peerView);
        return peerView;
    }

    private List<Long> ranked(View now, int partition) {
        Map<String, Long> uids = new HashMap<>();
        List<StorageNode> nodes = now.members().values().stream()
                .filter(member -> mayTakeCopies(member) || member.uid() == self)
                .map(Member::storageNode)
                .toList();
        nodes.forEach(node -> uids.put(node.address(), node.uid()));
        Member own = now.members().get(self);
        String owner = own == null ? "" : own.address();
        return Backups.of(partition, owner, nodes, nodes.size()).stream()
                .map(uids::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean mayTakeCopies(Member member) {
        return !member.draining() && !member.isDown();
    }

    private static Peer peer(Member member) {
        return new Peer(
                member.uid(),
                member.reachable() ? Peer.REACHABLE : member.unreachableSinceMillis(),
                member.draining(),
                member.isDown());
    }
}

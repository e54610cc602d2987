package dev.troupe.cluster.membership;

import dev.troupe.api.ClusterView;
import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * The members of the cluster as this node sees them, readable from any thread without waiting. One a node, owned by its
 * composition root; it lives as long as the actor system.
 */
public final class Membership {
    /** How long a node that is about to leave waits for the others to answer. */
    public static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

    private final String cluster;
    private final Latest latest;
    private final ActorRef<NodeFacts.Command> nodeFacts;
    private final LongSupplier nowMillis;

    /** Where the {@link NodeFacts} leaves what it knows. */
    private static final class Latest implements Consumer<MemberSnapshot> {
        private volatile MemberSnapshot snapshot;
        private volatile List<Member> nodes = List.of();

        Latest(MemberSnapshot first) {
            snapshot = first;
        }

        @Override
        public void accept(MemberSnapshot next) {
            snapshot = next;
            nodes = next.nodes();
        }
    }

    private Membership(String cluster, Latest latest, ActorRef<NodeFacts.Command> nodeFacts, LongSupplier nowMillis) {
        this.cluster = cluster;
        this.latest = latest;
        this.nodeFacts = nodeFacts;
        this.nowMillis = nowMillis;
    }

    /**
     * Starts watching; to be called once for an actor system.
     *
     * @param system a member of the cluster, or about to be one
     * @param storageRole of the members that hold partitions; empty if all do
     * @param helloInterval time between two tries to introduce this node to a member that has not answered
     * @param nowMillis a clock that never goes back
     */
    public static Membership start(
            ActorSystem<?> system, String storageRole, Duration helloInterval, LongSupplier nowMillis) {
        NodeId self = PekkoMembers.of(Cluster.get(system).selfMember().uniqueAddress());
        Latest latest = new Latest(new MemberSnapshot(self, Optional.empty(), List.of()));
        ActorRef<NodeFacts.Command> nodeFacts = system.systemActorOf(
                NodeFacts.create(storageRole, helloInterval, latest, nowMillis), NodeFacts.NAME, Props.empty());
        return new Membership(system.name(), latest, nodeFacts, nowMillis);
    }

    /** Tells every member where this node serves HTTP. */
    public void announce(URI httpUri) {
        nodeFacts.tell(new NodeFacts.Announce(httpUri));
    }

    /**
     * Tells every member that this node is about to leave, so that nobody plans with it any more. Cannot be taken back.
     *
     * @return done when all that can be reached have answered, at the latest after a few seconds
     */
    public CompletableFuture<Void> drain() {
        CompletableFuture<Void> known = new CompletableFuture<>();
        nodeFacts.tell(new NodeFacts.Drain(known));
        return known.completeOnTimeout(null, LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether no other storage node stays that could take over what this one holds. */
    public boolean isAlone() {
        return nodes().stream()
                .noneMatch(node -> node.takesPartitions() && !node.address().equals(selfAddress()));
    }

    /** The members, by address; empty until this node is a member itself. */
    public List<Member> nodes() {
        return latest.nodes;
    }

    /**
     * Has the members handed out, now and after every change.
     *
     * @param observer gets one list after the other, from a thread of the actor system; may not block
     */
    public void onChange(Consumer<List<Member>> observer) {
        nodeFacts.tell(new NodeFacts.Observe(observer));
    }

    /** The members, with their up-times of now; empty until this node is a member itself. */
    public ClusterView.Members members() {
        return latest.snapshot.view(cluster, nowMillis.getAsLong());
    }

    /**
     * Where a node serves HTTP, once it has said so.
     *
     * @param address host and port of its cluster port
     */
    public Optional<URI> httpUriOf(String address) {
        return latest.snapshot.httpUriOf(address);
    }

    /** Address of this node's cluster port. */
    public String selfAddress() {
        return latest.snapshot.self().address();
    }

    /** Whether this node is a full member now. */
    public boolean selfUp() {
        return latest.snapshot.selfUp();
    }

    /** How many full members there are, reachable or not. */
    public int upCount() {
        return latest.snapshot.upCount();
    }
}

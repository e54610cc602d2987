package dev.troupe.cluster.liveness;

import dev.troupe.cluster.membership.PekkoMembers;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import dev.troupe.metrics.MeterBook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Finds crashed processes within a moment: keeps a {@link Lifeline} to every other member, tells all others when one
 * finds its peer's process gone, and downs those that the {@link DeathDecider} finds dead. Pauses and time-outs, of
 * which nothing can be concluded, stay with the heartbeats and the split-brain strategy. One a node; it lives as long as
 * the actor system.
 */
public final class CrashDetector {
    /** Its name among the system's actors; those of other nodes find it by that. */
    static final String NAME = "troupe-lifelines";

    /**
     * What an operator decides, and what the node knows.
     *
     * @param storageRole members with this role have a vote; if there is none, all have
     * @param trustRefusal whether of two storage members the word of one is enough to down the other
     * @param source the address to connect from, as the other connections between nodes do; empty if the operating system chooses
     * @param draining whether the node of a uid has said that it is about to leave; called from the actor, so safe for use by another thread
     */
    public record Settings(String storageRole, boolean trustRefusal, Optional<String> source, LongPredicate draining) {}

    sealed interface Command permits DeathReport, Local {}

    private sealed interface Local extends Command, NoSerializationVerificationNeeded
            permits Refuses, Answers, Changed, Met {}

    /** A lifeline broke, and nobody listens at its other end. */
    record Refuses(NodeId peer) implements Local {}

    /** A lifeline stands. */
    record Answers(NodeId peer) implements Local {}

    private record Changed(ClusterEvent.ClusterDomainEvent event) implements Local {}

    private record Met(LifelineFailureDetector detector) implements Local {}

    private final ActorContext<Command> context;
    private final Settings settings;
    private final Counter downed;
    private final LongSupplier nowMillis;
    private final NodeId self;
    private final DeathDecider decider;
    private final Map<NodeId, ActorRef> lifelines = new HashMap<>();
    private final Map<NodeId, Address> addresses = new HashMap<>();
    private final Map<String, LifelineFailureDetector> detectors = new HashMap<>();

    private CrashDetector(ActorContext<Command> context, Settings settings, Counter downed, LongSupplier nowMillis) {
        this.context = context;
        this.settings = settings;
        this.downed = downed;
        this.nowMillis = nowMillis;
        this.self =
                PekkoMembers.of(Cluster.get(context.getSystem()).selfMember().uniqueAddress());
        this.decider = new DeathDecider(self, settings.trustRefusal());
    }

    /**
     * Starts watching; to be called once for an actor system.
     *
     * @param system a member of the cluster, or about to be one
     * @param book gets the counter of downed nodes
     * @param nowMillis a clock that never goes back
     */
    public static void start(ActorSystem<?> system, Settings settings, MeterBook book, LongSupplier nowMillis) {
        Counter downed = book.counter(
                "troupe.cluster.downed.on.evidence",
                "Members that this node downed since their processes were gone",
                Tags.empty());
        var unused = system.systemActorOf(create(settings, downed, nowMillis), NAME, Props.empty());
    }

    private static Behavior<Command> create(Settings settings, Counter downed, LongSupplier nowMillis) {
        Behavior<Command> watching =
                Behaviors.setup(context -> new CrashDetector(context, settings, downed, nowMillis).watching());
        return Behaviors.supervise(watching).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> watching() {
        context.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        LifelineFailureDetector.class,
                        context.messageAdapter(LifelineFailureDetector.class, Met::new)));
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Changed::new),
                        ClusterEvent.ClusterDomainEvent.class));
        return Behaviors.receive(Command.class)
                .onMessage(Changed.class, changed -> onChanged(changed.event()))
                .onMessage(Refuses.class, refuses -> onRefuses(refuses.peer()))
                .onMessage(Answers.class, answers -> onAnswers(answers.peer()))
                .onMessage(DeathReport.class, this::onReport)
                .onMessage(Met.class, met -> onMet(met.detector()))
                .build();
    }

    private Behavior<Command> onChanged(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            forget(PekkoMembers.of(removed.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.MemberEvent changed) {
            watch(changed.member());
        } else if (event instanceof ClusterEvent.UnreachableMember lost) {
            decider.lose(PekkoMembers.of(lost.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.ReachableMember regained) {
            decider.regain(PekkoMembers.of(regained.member().uniqueAddress()));
        }
        return Behaviors.same();
    }

    private void watch(Member member) {
        NodeId id = PekkoMembers.of(member.uniqueAddress());
        decider.put(id, member.hasRole(settings.storageRole()), status(member.status()));
        addresses.put(id, member.address());
        if (!id.equals(self)) {
            lifelines.computeIfAbsent(
                    id,
                    peer -> Adapter.actorOf(
                            context, Lifeline.props(peer, settings.source(), context.getSelf(), nowMillis)));
        }
    }

    private void forget(NodeId member) {
        decider.remove(member);
        addresses.remove(member);
        ActorRef lifeline = lifelines.remove(member);
        if (lifeline != null) {
            Adapter.stop(context, lifeline);
        }
        LifelineFailureDetector detector = detectors.remove(member.address());
        if (detector != null) {
            detector.part();
        }
    }

    private Behavior<Command> onRefuses(NodeId peer) {
        if (lifelines.containsKey(peer)) {
            DeathReport report = new DeathReport(self, peer);
            decider.audience(peer).forEach(member -> tell(member, report));
            return onReport(report);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onAnswers(NodeId peer) {
        decider.takeBack(peer);
        return Behaviors.same();
    }

    private Behavior<Command> onReport(DeathReport report) {
        if (decider.hear(report.witness(), report.gone(), nowMillis.getAsLong())) {
            context.getLog()
                    .info(
                            "{} says that the process of {} (uid {}) is gone: its connection broke, and a new one is refused",
                            report.witness().address(),
                            report.gone().address(),
                            report.gone().uid());
        }
        decider.judge(settings.draining(), nowMillis.getAsLong()).forEach(this::carryOut);
        return Behaviors.same();
    }

    private Behavior<Command> onMet(LifelineFailureDetector detector) {
        detectors.put(detector.address(), detector);
        addresses.keySet().stream()
                .filter(member -> member.address().equals(detector.address()))
                .forEach(member -> detector.setGone(decider.isDead(member)));
        detector.meet();
        return Behaviors.same();
    }

    private void carryOut(DeathDecider.Verdict verdict) {
        NodeId node = verdict.node();
        LifelineFailureDetector detector = detectors.get(node.address());
        if (detector != null) {
            detector.setGone(true);
        }
        Address address = addresses.get(node);
        if (verdict.toDown() && address != null) {
            downed.increment();
            context.getLog()
                    .warn(
                            "downing {} (uid {}): its process is gone, say {} of {} nodes: {}",
                            node.address(),
                            node.uid(),
                            verdict.witnesses().size(),
                            verdict.total(),
                            verdict.witnesses().stream().map(NodeId::address).collect(Collectors.joining(", ")));
            Cluster.get(context.getSystem()).manager().tell(new Down(address));
        }
    }

    private void tell(NodeId member, DeathReport report) {
        String path = "pekko://" + context.getSystem().name() + "@" + member.address() + "/system/" + NAME;
        Adapter.toClassic(context).actorSelection(path).tell(report, Adapter.toClassic(context.getSelf()));
    }

    /** In a shutdown of the whole cluster nobody is downed. */
    private static Status status(MemberStatus status) {
        boolean isShutdown = status.toString().endsWith("ForShutdown");
        return isShutdown ? Status.EXITING : PekkoMembers.status(status);
    }
}

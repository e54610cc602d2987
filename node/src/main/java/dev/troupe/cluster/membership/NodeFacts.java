package dev.troupe.cluster.membership;

import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Watches the members, exchanges introductions with the {@link NodeFacts} of each and publishes what it knows. One a node, owned by
 * its {@link Membership}. It has one state; its subscription and its timer end with it.
 */
final class NodeFacts {
    /** Its name among the system's actors; greeters find each other by it. */
    static final String NAME = "troupe-membership";

    sealed interface Command permits Greeting, Local {}

    private sealed interface Local extends Command, NoSerializationVerificationNeeded {}

    /** This node serves HTTP now. */
    record Announce(URI httpUri) implements Local {}

    /** This node is about to leave; {@code known} is completed when all that can be reached have heard of it. */
    record Drain(CompletableFuture<Void> known) implements Local {}

    /** Somebody here wants the members now and after every change, one list at a time. */
    record Observe(Consumer<List<Member>> observer) implements Local {}

    private record Changed(ClusterEvent.ClusterDomainEvent event) implements Local {}

    private enum GreetAgain implements Local {
        INSTANCE
    }

    private final ActorContext<Command> context;
    private final String storageRole;
    private final MemberTable table;
    private final Consumer<MemberSnapshot> published;
    private final LongSupplier nowMillis;
    private final List<Consumer<List<Member>>> observers = new ArrayList<>();
    private final List<CompletableFuture<Void>> awaitingDrain = new ArrayList<>();
    private List<Member> observed = List.of();

    private NodeFacts(
            ActorContext<Command> context,
            String storageRole,
            Consumer<MemberSnapshot> published,
            LongSupplier nowMillis) {
        this.context = context;
        this.storageRole = storageRole;
        this.published = published;
        this.nowMillis = nowMillis;
        this.table = new MemberTable(
                PekkoMembers.of(Cluster.get(context.getSystem()).selfMember().uniqueAddress()), nowMillis.getAsLong());
    }

    /** One that repeats its hellos at an interval and hands out a snapshot after every change. */
    static Behavior<Command> create(
            String storageRole, Duration helloInterval, Consumer<MemberSnapshot> published, LongSupplier nowMillis) {
        Behavior<Command> greeting = Behaviors.withTimers(timers -> Behaviors.setup(
                context -> new NodeFacts(context, storageRole, published, nowMillis).greeting(timers, helloInterval)));
        return Behaviors.supervise(greeting).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> greeting(TimerScheduler<Command> timers, Duration helloInterval) {
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Changed::new),
                        ClusterEvent.ClusterDomainEvent.class));
        timers.startTimerWithFixedDelay(GreetAgain.INSTANCE, helloInterval);
        return Behaviors.receive(Command.class)
                .onMessage(Changed.class, changed -> onChanged(changed.event()))
                .onMessage(Greeting.class, this::onGreeting)
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(Observe.class, this::onObserve)
                .onMessage(GreetAgain.class, again -> onGreetAgain())
                .build();
    }

    private Behavior<Command> onChanged(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            table.remove(PekkoMembers.of(removed.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.MemberEvent changed) {
            table.put(facts(changed.member()));
            greet(PekkoMembers.of(changed.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.UnreachableMember lost) {
            table.lose(PekkoMembers.of(lost.member().uniqueAddress()), nowMillis.getAsLong());
        } else if (event instanceof ClusterEvent.ReachableMember regained) {
            table.regain(PekkoMembers.of(regained.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.LeaderChanged elected) {
            table.elect(Optional.ofNullable(elected.getLeader()).map(PekkoMembers::address));
        } else {
            return Behaviors.same();
        }
        return publish();
    }

    private Behavior<Command> onGreeting(Greeting greeting) {
        if (table.hear(greeting, nowMillis.getAsLong())) {
            tell(greeting.from(), table.answer(greeting.round(), nowMillis.getAsLong()));
        }
        return publish();
    }

    private Behavior<Command> onAnnounce(Announce announce) {
        table.announce(announce.httpUri());
        return onGreetAgain();
    }

    private Behavior<Command> onDrain(Drain drain) {
        table.drain();
        awaitingDrain.add(drain.known());
        return onGreetAgain();
    }

    private Behavior<Command> onObserve(Observe observe) {
        observers.add(observe.observer());
        tell(observe.observer(), observed);
        return Behaviors.same();
    }

    private Behavior<Command> onGreetAgain() {
        table.unanswered().forEach(member -> tell(member, table.hello(nowMillis.getAsLong())));
        return publish();
    }

    private void greet(NodeId member) {
        if (table.unanswered().contains(member)) {
            tell(member, table.hello(nowMillis.getAsLong()));
        }
    }

    private Behavior<Command> publish() {
        MemberSnapshot snapshot = table.snapshot(nowMillis.getAsLong());
        published.accept(snapshot);
        if (!snapshot.nodes().equals(observed)) {
            observed = snapshot.nodes();
            observers.forEach(observer -> tell(observer, observed));
        }
        if (table.isKnown()) {
            awaitingDrain.forEach(known -> known.complete(null));
            awaitingDrain.clear();
        }
        return Behaviors.same();
    }

    /** What an observer does wrong is not this actor's end. */
    private void tell(Consumer<List<Member>> observer, List<Member> nodes) {
        try {
            observer.accept(nodes);
        } catch (RuntimeException failed) {
            context.getLog().error("an observer of the members failed", failed);
        }
    }

    private void tell(NodeId member, Greeting greeting) {
        String path = "pekko://" + context.getSystem().name() + "@" + member.address() + "/system/" + NAME;
        ActorSelection nodeFacts = Adapter.toClassic(context).actorSelection(path);
        nodeFacts.tell(greeting, Adapter.toClassic(context.getSelf()));
    }

    private MemberFacts facts(org.apache.pekko.cluster.Member member) {
        return new MemberFacts(
                PekkoMembers.of(member.uniqueAddress()),
                NodeRoles.seenWith(storageRole, List.copyOf(member.getRoles())),
                PekkoMembers.status(member.status()),
                member.upNumber(),
                member.appVersion().version());
    }
}

package dev.troupe.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Watches the members, exchanges introductions with the greeter of each and publishes what it knows. One a node, owned by
 * its {@link Membership}. It has one state; its subscription and its timer end with it.
 */
final class Greeter {
    /** Its name among the system's actors; greeters find each other by it. */
    static final String NAME = "troupe-membership";

    sealed interface Command permits Greeting, Local {}

    private sealed interface Local extends Command, NoSerializationVerificationNeeded {}

    /** This node serves HTTP now. */
    record Announce(URI httpUri) implements Local {}

    private record Changed(ClusterEvent.ClusterDomainEvent event) implements Local {}

    private enum GreetAgain implements Local {
        INSTANCE
    }

    private final ActorContext<Command> context;
    private final MemberTable table;
    private final Consumer<MemberSnapshot> published;
    private final LongSupplier nowMillis;

    private Greeter(ActorContext<Command> context, Consumer<MemberSnapshot> published, LongSupplier nowMillis) {
        this.context = context;
        this.published = published;
        this.nowMillis = nowMillis;
        this.table = new MemberTable(
                Incarnation.of(Cluster.get(context.getSystem()).selfMember().uniqueAddress()), nowMillis.getAsLong());
    }

    /** One that repeats its hellos at an interval and hands out a snapshot after every change. */
    static Behavior<Command> create(
            Duration helloInterval, Consumer<MemberSnapshot> published, LongSupplier nowMillis) {
        return Behaviors.withTimers(timers ->
                Behaviors.setup(context -> new Greeter(context, published, nowMillis).greeting(timers, helloInterval)));
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
                .onMessage(GreetAgain.class, again -> onGreetAgain())
                .build();
    }

    private Behavior<Command> onChanged(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            table.remove(Incarnation.of(removed.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.MemberEvent changed) {
            table.put(facts(changed.member()));
            greet(Incarnation.of(changed.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.UnreachableMember lost) {
            table.lose(Incarnation.of(lost.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.ReachableMember regained) {
            table.regain(Incarnation.of(regained.member().uniqueAddress()));
        } else if (event instanceof ClusterEvent.LeaderChanged elected) {
            table.elect(Optional.ofNullable(elected.getLeader()).map(Incarnation::hostAndPort));
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

    private Behavior<Command> onGreetAgain() {
        table.unanswered().forEach(member -> tell(member, table.hello(nowMillis.getAsLong())));
        return publish();
    }

    private void greet(Incarnation member) {
        if (table.unanswered().contains(member)) {
            tell(member, table.hello(nowMillis.getAsLong()));
        }
    }

    private Behavior<Command> publish() {
        published.accept(table.snapshot(nowMillis.getAsLong()));
        return Behaviors.same();
    }

    private void tell(Incarnation member, Greeting greeting) {
        String path = "pekko://" + context.getSystem().name() + "@" + member.address() + "/system/" + NAME;
        ActorSelection greeter = Adapter.toClassic(context).actorSelection(path);
        greeter.tell(greeting, Adapter.toClassic(context.getSelf()));
    }

    private static MemberFacts facts(Member member) {
        return new MemberFacts(
                Incarnation.of(member.uniqueAddress()),
                member.getRoles().stream().toList(),
                member.status().toString().toLowerCase(Locale.ROOT),
                member.appVersion().version());
    }
}

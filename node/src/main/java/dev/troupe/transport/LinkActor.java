package dev.troupe.transport;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import scala.concurrent.ExecutionContext;

/** Takes the batches of other nodes and keeps the time of the {@link Links}. One a node, under a fixed path, so that it is found without asking. */
public final class LinkActor {
    /** Name among the system's own actors, the same on every node. */
    public static final String NAME = "troupe-link";

    private static final Duration TICK = Duration.ofMillis(100);

    private enum Tick implements NoSerializationVerificationNeeded {
        INSTANCE
    }

    private LinkActor() {}

    /**
     * One that serves these links; takes {@link Batch} and {@link Invitation}.
     *
     * @param invited takes invitations
     * @param tick is run with the clock, as the links are
     * @param clockwork runs what is due with the clock; a timer of the actor's would have the scheduler's only thread do it
     */
    public static Behavior<Object> create(
            Links links, Consumer<Invitation> invited, Runnable tick, ExecutionContext clockwork) {
        Behavior<Object> taking = Behaviors.setup(context -> {
            ActorRef<Object> self = context.getSelf();
            context.getSystem()
                    .scheduler()
                    .scheduleWithFixedDelay(TICK, TICK, () -> self.tell(Tick.INSTANCE), clockwork);
            return Behaviors.receive(Object.class)
                    .onMessage(Batch.class, batch -> {
                        links.receive(batch);
                        return Behaviors.same();
                    })
                    .onMessage(Invitation.class, invitation -> {
                        invited.accept(invitation);
                        return Behaviors.same();
                    })
                    .onMessage(Tick.class, time -> {
                        links.tick();
                        tick.run();
                        return Behaviors.same();
                    })
                    .build();
        });
        return Behaviors.supervise(taking).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    /** The actor of this kind on a node, by its host:port. */
    public static ActorRef<Object> on(ActorSystem<?> system, String node) {
        return ActorRefResolver.get(system)
                .resolveActorRef("pekko://" + system.name() + "@" + node + "/system/" + NAME);
    }
}

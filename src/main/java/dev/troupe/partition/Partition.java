package dev.troupe.partition;

import dev.troupe.api.Reason;
import dev.troupe.partition.PartitionProtocol.Answer;
import dev.troupe.partition.PartitionProtocol.Locate;
import dev.troupe.partition.PartitionProtocol.Measure;
import dev.troupe.partition.PartitionProtocol.Measured;
import dev.troupe.partition.PartitionProtocol.Request;
import dev.troupe.partition.PartitionProtocol.Serving;
import dev.troupe.partition.PartitionProtocol.Stop;
import dev.troupe.partition.PartitionProtocol.Sweep;
import dev.troupe.partition.PartitionProtocol.ToGateway;
import dev.troupe.partition.PartitionProtocol.ToOwner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor of one partition: applies requests in the order of their arrival. One state, serving; it ends with
 * {@link Stop}. An exception loses the message that caused it and nothing else: the {@link PartitionOwner} and the links to
 * the gateways outlive the restart.
 */
final class Partition {
    private static final Reply NO_ROOM_FOR_ANSWER = new Reply.Refused(
            Reason.OVERLOADED, "too many large values are under way from the node that owns this key");

    private static final Reply DEFECT =
            new Reply.Refused(Reason.INTERNAL, "a defect of the cache; the log of the key's owner has it");

    /**
     * Its rhythm.
     *
     * @param sweepInterval between two looks for expired entries
     * @param sweepBudget entries of each cache that one look may touch
     */
    record Settings(Duration sweepInterval, int sweepBudget) {}

    /**
     * What the partitions of a node share.
     *
     * @param outbox for answers
     * @param holdings take what is held
     * @param nowMillis the node's clock
     */
    record Shared(Settings settings, Outbox outbox, Holdings holdings, LongSupplier nowMillis) {}

    private final ActorContext<ToOwner> context;
    private final PartitionOwner owner;
    private final Shared shared;
    private final Map<Long, ActorRef<ToGateway>> gateways;

    private Partition(
            ActorContext<ToOwner> context,
            PartitionOwner owner,
            Map<Long, ActorRef<ToGateway>> gateways,
            Shared shared) {
        this.context = context;
        this.owner = owner;
        this.gateways = gateways;
        this.shared = shared;
    }

    static Behavior<ToOwner> create(PartitionOwner owner, Shared shared) {
        Map<Long, ActorRef<ToGateway>> gateways = new HashMap<>();
        Behavior<ToOwner> serving = Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Partition(context, owner, gateways, shared).serving(timers)));
        return Behaviors.supervise(serving).onFailure(RuntimeException.class, SupervisorStrategy.restart());
    }

    private Behavior<ToOwner> serving(TimerScheduler<ToOwner> timers) {
        timers.startTimerWithFixedDelay(Sweep.INSTANCE, shared.settings().sweepInterval());
        return Behaviors.receive(ToOwner.class)
                .onMessage(Request.class, this::onRequest)
                .onMessage(Sweep.class, sweep -> onSweep())
                .onMessage(Locate.class, this::onLocate)
                .onMessage(Measure.class, this::onMeasure)
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<ToOwner> onRequest(Request request) {
        ActorRef<ToGateway> gateway = gateways.get(request.gateway());
        if (gateway != null) {
            replyTo(request, gateway).ifPresent(reply -> answer(gateway, request.number(), reply));
        }
        return Behaviors.same();
    }

    /** A defect is answered too, so that the gateway does not send the same again, and then left to the supervisor. */
    private Optional<Reply> replyTo(Request request, ActorRef<ToGateway> gateway) {
        try {
            return owner.handle(request, shared.nowMillis().getAsLong());
        } catch (RuntimeException defect) {
            answer(gateway, request.number(), DEFECT);
            throw defect;
        }
    }

    private void answer(ActorRef<ToGateway> gateway, long number, Reply reply) {
        shared.outbox()
                .tell(
                        gateway,
                        new Answer(owner.partition(), number, reply),
                        reply.sizeBytes(),
                        () -> gateway.tell(new Answer(owner.partition(), number, NO_ROOM_FOR_ANSWER)));
    }

    private Behavior<ToOwner> onLocate(Locate command) {
        if (gateways.put(command.gateway(), command.answersTo()) == null) {
            context.watch(command.answersTo());
        }
        owner.admit(command.gateway());
        command.answersTo().tell(new Serving(owner.partition(), owner.epoch(), context.getSelf()));
        return Behaviors.same();
    }

    private Behavior<ToOwner> onMeasure(Measure command) {
        ActorRef<ToGateway> gateway = gateways.get(command.gateway());
        if (gateway != null) {
            gateway.tell(new Measured(owner.partition(), owner.size()));
        }
        return Behaviors.same();
    }

    private Behavior<ToOwner> onSweep() {
        owner.sweep(shared.nowMillis().getAsLong(), shared.settings().sweepBudget());
        shared.holdings().report(owner.partition(), owner.figures());
        return Behaviors.same();
    }

    private Behavior<ToOwner> onTerminated(Terminated gone) {
        gateways.entrySet().removeIf(link -> {
            boolean isGone = link.getValue().equals(gone.getRef().<ToGateway>unsafeUpcast());
            if (isGone) {
                owner.dismiss(link.getKey());
            }
            return isGone;
        });
        return Behaviors.same();
    }

    private Behavior<ToOwner> onPostStop() {
        shared.holdings().release(owner.partition());
        owner.close();
        return Behaviors.same();
    }
}

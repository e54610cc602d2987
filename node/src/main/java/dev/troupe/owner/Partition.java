package dev.troupe.owner;

import dev.troupe.api.RateLimit;
import dev.troupe.api.Reason;
import dev.troupe.keeper.Peers;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.MessageSender;
import dev.troupe.protocol.PartitionProtocol.AcknowledgeLoss;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Ended;
import dev.troupe.protocol.PartitionProtocol.Flush;
import dev.troupe.protocol.PartitionProtocol.Heard;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Measure;
import dev.troupe.protocol.PartitionProtocol.Measured;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.Pulse;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Retry;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.Stop;
import dev.troupe.protocol.PartitionProtocol.Sweep;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.PartitionProtocol.WantedBack;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.transport.PeerLink;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import scala.util.control.NonFatal;

/**
 * The actor of one partition. It recovers what the copies hold, then applies requests in the order of their arrival, and ends
 * with {@link Stop} or when another owner takes over. A write that has to wait is passed by requests about other keys, and by reads, not by writes of its own key. Whatever is thrown loses the message that caused it and nothing else: requests are
 * answered, and the {@link Owner} and the {@link Sessions} of the gateways outlive a restart; but a defect in the middle of a change ends the owner, and
 * the next one starts from a copy. An error that is fatal is left to the node. However it ends, what it had borrowed goes back to the node's copy table.
 */
public final class Partition {
    private static final Reply NO_ROOM_FOR_ANSWER = new Reply.Refused(
            Reason.OVERLOADED, "too many large values are under way from the node that owns this key");

    private static final Reply DEFECT =
            new Reply.Refused(Reason.INTERNAL, "a defect of the cache; the log of the key's owner has it");

    /** A plan that is not repeated for so long has been forgotten, with the coordinator that made it. */
    private static final long PLAN_MILLIS = 10_000;

    /** An owner that is not open after so long is an alarm. */
    private static final long ALARM_MILLIS = 10_000;

    private static final Duration PULSE = Duration.ofMillis(100);
    /** A few times in the 50 ms that a write waits. */
    private static final Duration RETRY = Duration.ofMillis(10);

    /** What is held is told to the meters this often. */
    private static final long REPORT_MILLIS = 1000;

    /**
     * Its rhythm.
     *
     * @param sweepInterval between two looks for expired entries
     * @param sweepBudget entries of each cache that one look may touch
     */
    public record Settings(Duration sweepInterval, int sweepBudget) {}

    /**
     * What the partitions of a node share.
     *
     * @param outbox for answers
     * @param holdings take what is held
     * @param replication the way to the copies
     * @param defects how often those of requests are told
     * @param nowMillis the node's clock
     */
    public record Shared(
            Settings settings,
            MessageSender outbox,
            Holdings holdings,
            ReplicationContext replication,
            RateLimit defects,
            LongSupplier nowMillis) {}

    /** When the writes that wait are looked at again. */
    private enum Look {
        NONE,
        LATER,
        NEXT
    }

    private final ActorContext<ToOwner> context;
    private final TimerScheduler<ToOwner> timers;
    private final Owner owner;
    private final Shared shared;
    private final Sessions<ActorRef<ToGateway>> sessions;
    private boolean flushing;
    private Look look = Look.NONE;
    private long plannedAtMillis;
    private long alarmAtMillis;
    private long reportAtMillis;

    private Partition(
            ActorContext<ToOwner> context,
            TimerScheduler<ToOwner> timers,
            Owner owner,
            Sessions<ActorRef<ToGateway>> sessions,
            Shared shared) {
        this.context = context;
        this.timers = timers;
        this.owner = owner;
        this.sessions = sessions;
        this.shared = shared;
        this.alarmAtMillis = shared.nowMillis().getAsLong() + ALARM_MILLIS;
    }

    static Behavior<ToOwner> create(int partition, Shared shared) {
        return Behaviors.setup(context -> {
            Sessions<ActorRef<ToGateway>> sessions = new Sessions<>();
            Owner owner = shared.replication()
                    .begin(
                            partition,
                            shared.holdings(),
                            sessions,
                            () -> context.getSelf().tell(WantedBack.INSTANCE),
                            shared.nowMillis().getAsLong());
            shared.replication().local().began(partition, context.getSelf());
            Behavior<ToOwner> working = Behaviors.setup(inner ->
                    Behaviors.withTimers(timers -> new Partition(inner, timers, owner, sessions, shared).working()));
            return Behaviors.supervise(working).onFailure(Throwable.class, SupervisorStrategy.restart());
        });
    }

    private Behavior<ToOwner> working() {
        deposeIfBroken();
        timers.startTimerWithFixedDelay(Pulse.INSTANCE, Duration.ZERO, PULSE);
        timers.startTimerWithFixedDelay(Sweep.INSTANCE, shared.settings().sweepInterval());
        return Behaviors.receive(ToOwner.class)
                .onMessage(Request.class, this::onRequest)
                .onMessage(Heard.class, this::onHeard)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(Pulse.class, pulse -> onPulse())
                .onMessage(Retry.class, retry -> onRetry())
                .onMessage(Sweep.class, sweep -> onSweep())
                .onMessage(Locate.class, this::onLocate)
                .onMessage(Measure.class, this::onMeasure)
                .onMessage(AcknowledgeLoss.class, this::onAcknowledgeLoss)
                .onMessage(Plan.class, this::onPlan)
                .onMessage(WantedBack.class, wanted -> onWantedBack())
                .onMessage(Stop.class, stop -> onStop())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    // ---- requests

    private Behavior<ToOwner> onRequest(Request request) {
        if (sessions.knows(request.gateway())) {
            handle(request);
        }
        return proceed();
    }

    /** A defect is answered too, so that the gateway does not send the same again. */
    private void handle(Request request) {
        try {
            owner.handle(request, now());
        } catch (Throwable defect) {
            if (!NonFatal.apply(defect)) {
                throw defect;
            }
            answer(new Owner.Answered(request.gateway(), request.number(), DEFECT, AnswerMemory.NOTHING));
            tell(defect);
            deposeIfBroken();
        }
    }

    /** Clients may cause the same again and again. */
    private void tell(Throwable defect) {
        shared.defects()
                .pass(System.nanoTime())
                .ifPresent(others -> context.getLog()
                        .error(
                                "A request to partition {} met a defect, as {} more have on this node since the last that was told",
                                owner.partition(),
                                others,
                                defect));
    }

    private void deposeIfBroken() {
        if (owner.isBroken()) {
            owner.depose(now());
        }
    }

    private void answer(Owner.Answered answered) {
        @Nullable ActorRef<ToGateway> gateway = sessions.answersTo(answered.gateway());
        if (gateway == null) {
            answered.taken().run();
            return;
        }
        shared.outbox()
                .answer(
                        gateway,
                        answerOf(answered.number(), answered.reply()),
                        () -> gateway.tell(answerOf(answered.number(), NO_ROOM_FOR_ANSWER)),
                        answered.taken());
    }

    private Answer answerOf(long number, Reply reply) {
        return new Answer(owner.partition(), owner.epoch(), number, reply);
    }

    private Behavior<ToOwner> onLocate(Locate command) {
        sessions.admit(command.gateway(), command.node(), command.answersTo(), now());
        if (owner.serving().isPresent()) {
            command.answersTo().tell(serving());
        }
        return proceed();
    }

    private Behavior<ToOwner> onMeasure(Measure command) {
        @Nullable ActorRef<ToGateway> gateway = sessions.answersTo(command.gateway());
        if (gateway != null) {
            owner.serving()
                    .ifPresent(serving -> gateway.tell(new Measured(owner.partition(), serving.size(), report())));
        }
        return Behaviors.same();
    }

    private Behavior<ToOwner> onAcknowledgeLoss(AcknowledgeLoss command) {
        owner.ownership().acknowledgeLoss();
        return onMeasure(new Measure(command.gateway()));
    }

    private CopyReport report() {
        return shared.replication().report(owner.ownership().status());
    }

    private Behavior<ToOwner> onPlan(Plan command) {
        shared.replication().peers().plan(owner.partition(), command.target());
        plannedAtMillis = now();
        @Nullable ActorRef<ToGateway> gateway = sessions.answersTo(command.gateway());
        if (gateway != null) {
            boolean ready = owner.serving().isPresent() && owner.isReadyFor(command.target());
            gateway.tell(new Planned(owner.partition(), command.target(), ready));
        }
        return Behaviors.same();
    }

    // ---- copies

    /** Who is no member any more, or not yet, counts for nothing, whatever it has (rules 9 and 20). */
    private Behavior<ToOwner> onHeard(Heard heard) {
        FromKeeper message = heard.message();
        if (!shared.replication().peers().obeys(message.keeper())) {
            return Behaviors.same();
        }
        long now = now();
        owner.hear(message, now, shared.replication().clockDifference(message, now));
        return proceed();
    }

    private Behavior<ToOwner> onFlush() {
        flushing = false;
        return proceed();
    }

    private Behavior<ToOwner> onRetry() {
        look = Look.NONE;
        owner.retry(now());
        return proceed();
    }

    private Behavior<ToOwner> onPulse() {
        Peers peers = shared.replication().peers();
        PeerView peerView = peers.peerView(owner.partition());
        long now = now();
        if (peerView.target() != PeerView.NO_TARGET && now - plannedAtMillis > PLAN_MILLIS) {
            peers.plan(owner.partition(), PeerView.NO_TARGET);
        }
        sessions.over(peers::isPresent, now).forEach(gateway -> owner.dismiss(gateway, now));
        owner.tick(peerView, peers.inMajority(), now);
        alarmIfNotOpen();
        return proceed();
    }

    private void alarmIfNotOpen() {
        if (owner.serving().isPresent()) {
            alarmAtMillis = now() + ALARM_MILLIS;
        } else if (now() >= alarmAtMillis) {
            alarmAtMillis = now() + ALARM_MILLIS;
            context.getLog()
                    .warn(
                            "Partition {} has not been opened here for {} s: {}",
                            owner.partition(),
                            ALARM_MILLIS / 1000,
                            owner.ownership());
        }
    }

    private Behavior<ToOwner> onSweep() {
        long now = now();
        owner.sweep(now, shared.settings().sweepBudget());
        if (now >= reportAtMillis) {
            reportAtMillis = now + REPORT_MILLIS;
            tellHoldings();
        }
        return proceed();
    }

    private void tellHoldings() {
        owner.tellFigures();
        owner.serving().ifPresent(serving -> shared.holdings().report(owner.partition(), report()));
    }

    private Behavior<ToOwner> onWantedBack() {
        owner.depose(now());
        return proceed();
    }

    private Behavior<ToOwner> onStop() {
        owner.stop(now());
        return proceed();
    }

    private Behavior<ToOwner> onPostStop() {
        shared.replication().local().ended(owner.partition(), context.getSelf());
        shared.replication().peers().plan(owner.partition(), PeerView.NO_TARGET);
        owner.depose(now());
        owner.abandon();
        sessions.all().forEach(gateway -> gateway.tell(new Ended(owner.partition(), owner.epoch())));
        return Behaviors.same();
    }

    /** Sends what there is to send, an answer and what goes to a copy on the same node together, and ends when the owner has. */
    private Behavior<ToOwner> proceed() {
        flush();
        Set<PeerLink> used =
                shared.replication().keepers().add(owner.ownership().takeSendings());
        owner.takeAnswers().forEach(this::answer);
        used.forEach(PeerLink::ship);
        if (owner.isOver()) {
            return Behaviors.stopped();
        }
        if (owner.takeOpened()) {
            tellHoldings();
            tellIfLost();
            sessions.all().forEach(gateway -> gateway.tell(serving()));
        }
        lookAgain();
        return Behaviors.same();
    }

    /** After what is in the mailbox now if there is work to do for them, else in a moment. */
    private void lookAgain() {
        if (look != Look.NEXT && owner.hasMoreToDo()) {
            look = Look.NEXT;
            timers.cancel(Retry.INSTANCE);
            context.getSelf().tell(Retry.INSTANCE);
        } else if (look == Look.NONE && owner.hasPostponed()) {
            look = Look.LATER;
            timers.startSingleTimer(Retry.INSTANCE, RETRY);
        }
    }

    /** Ships the first change of a burst at once, and the others together when all that has arrived meanwhile has been handled. */
    private void flush() {
        if (!flushing && owner.hasUnshipped()) {
            flushing = true;
            owner.flush(now());
            context.getSelf().tell(Flush.INSTANCE);
        }
    }

    /** Once for each loss: the next owner starts from what this one has. */
    private void tellIfLost() {
        if (owner.ownership().status().lost()) {
            shared.holdings().lost();
            context.getLog()
                    .warn(
                            "Partition {} has lost all its entries: no node that holds a copy is left, and it has started empty."
                                    + " Nothing brings them back. Fill the caches again from their source, then acknowledge it:"
                                    + " POST /v1/cluster/partitions/{}/_acknowledge. To be safe from it, raise"
                                    + " troupe.copies.backups, or stop nodes only while /v1/cluster/partitions is fullyReplicated",
                            owner.partition(),
                            owner.partition());
        }
    }

    private Serving serving() {
        return new Serving(owner.partition(), owner.epoch(), context.getSelf());
    }

    private long now() {
        return shared.nowMillis().getAsLong();
    }
}

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
import dev.troupe.replication.messages.Sending;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import scala.util.control.NonFatal;

/**
 * The actor of one partition. It recovers what the copies hold, then applies requests in the order of their arrival, and ends
 * with {@link Stop} or when another owner takes over. Whatever is thrown loses the message that caused it and nothing else: requests are
 * answered, and the {@link OwnerSession} and the links to the gateways outlive a restart; but a defect in the middle of a change ends the owner, and
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
     * @param copying the way to the copies
     * @param defects how often those of requests are told
     * @param nowMillis the node's clock
     */
    public record Shared(
            Settings settings,
            MessageSender outbox,
            Holdings holdings,
            Copying copying,
            RateLimit defects,
            LongSupplier nowMillis) {}

    private final ActorContext<ToOwner> context;
    private final TimerScheduler<ToOwner> timers;
    private final OwnerSession session;
    private final Shared shared;
    private final ActorRef<FromKeeper> keepersAnswer;
    private final Map<Long, ActorRef<ToGateway>> gateways;
    private boolean flushing;
    private boolean retrying;
    private long plannedAtMillis;
    private long alarmAtMillis;
    private long reportAtMillis;

    private Partition(
            ActorContext<ToOwner> context,
            TimerScheduler<ToOwner> timers,
            OwnerSession session,
            Map<Long, ActorRef<ToGateway>> gateways,
            ActorRef<FromKeeper> keepersAnswer,
            Shared shared) {
        this.context = context;
        this.timers = timers;
        this.session = session;
        this.gateways = gateways;
        this.keepersAnswer = keepersAnswer;
        this.shared = shared;
        this.alarmAtMillis = shared.nowMillis().getAsLong() + ALARM_MILLIS;
    }

    static Behavior<ToOwner> create(int partition, Shared shared) {
        return Behaviors.setup(context -> {
            OwnerSession session = shared.copying()
                    .begin(
                            partition,
                            shared.holdings(),
                            () -> context.getSelf().tell(WantedBack.INSTANCE),
                            shared.nowMillis().getAsLong());
            ActorRef<FromKeeper> keepersAnswer = context.messageAdapter(FromKeeper.class, Heard::new);
            Map<Long, ActorRef<ToGateway>> gateways = new HashMap<>();
            Behavior<ToOwner> working = Behaviors.setup(inner -> Behaviors.withTimers(
                    timers -> new Partition(inner, timers, session, gateways, keepersAnswer, shared).working()));
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
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    // ---- requests

    private Behavior<ToOwner> onRequest(Request request) {
        if (gateways.containsKey(request.gateway())) {
            handle(request);
        }
        return proceed();
    }

    /** A defect is answered too, so that the gateway does not send the same again. */
    private void handle(Request request) {
        try {
            session.handle(request, now());
        } catch (Throwable defect) {
            if (!NonFatal.apply(defect)) {
                throw defect;
            }
            answer(new OwnerSession.Answered(request.gateway(), request.number(), DEFECT, AnswerMemory.NOTHING));
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
                                session.partition(),
                                others,
                                defect));
    }

    private void deposeIfBroken() {
        if (session.isBroken()) {
            session.depose(now());
        }
    }

    private void answer(OwnerSession.Answered answered) {
        ActorRef<ToGateway> gateway = gateways.get(answered.gateway());
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
        return new Answer(session.partition(), session.epoch(), number, reply);
    }

    private Behavior<ToOwner> onLocate(Locate command) {
        if (gateways.put(command.gateway(), command.answersTo()) == null) {
            context.watch(command.answersTo());
        }
        session.admit(command.gateway());
        if (session.owner().isPresent()) {
            command.answersTo().tell(serving());
        }
        return proceed();
    }

    private Behavior<ToOwner> onMeasure(Measure command) {
        ActorRef<ToGateway> gateway = gateways.get(command.gateway());
        if (gateway != null) {
            session.owner().ifPresent(owner -> gateway.tell(new Measured(session.partition(), owner.size(), report())));
        }
        return Behaviors.same();
    }

    private Behavior<ToOwner> onAcknowledgeLoss(AcknowledgeLoss command) {
        session.ownership().acknowledgeLoss();
        return onMeasure(new Measure(command.gateway()));
    }

    private CopyReport report() {
        return shared.copying().report(session.ownership().status());
    }

    private Behavior<ToOwner> onPlan(Plan command) {
        shared.copying().peers().plan(session.partition(), command.target());
        plannedAtMillis = now();
        ActorRef<ToGateway> gateway = gateways.get(command.gateway());
        if (gateway != null) {
            boolean ready = session.owner().isPresent() && session.isReadyFor(command.target());
            gateway.tell(new Planned(session.partition(), command.target(), ready));
        }
        return Behaviors.same();
    }

    private Behavior<ToOwner> onTerminated(Terminated gone) {
        gateways.entrySet().removeIf(link -> {
            boolean isGone = link.getValue().equals(gone.getRef().<ToGateway>unsafeUpcast());
            if (isGone) {
                session.dismiss(link.getKey(), now());
            }
            return isGone;
        });
        return proceed();
    }

    // ---- copies

    /** Who is no member any more, or not yet, counts for nothing, whatever it has (rules 9 and 20). */
    private Behavior<ToOwner> onHeard(Heard heard) {
        FromKeeper message = heard.message();
        if (!shared.copying().peers().obeys(message.keeper())) {
            return Behaviors.same();
        }
        long now = now();
        session.hear(message, now, shared.copying().clockDifference(message, now));
        return proceed();
    }

    private Behavior<ToOwner> onFlush() {
        flushing = false;
        session.flush(now());
        return proceed();
    }

    private Behavior<ToOwner> onRetry() {
        retrying = false;
        session.retry(now());
        return proceed();
    }

    private Behavior<ToOwner> onPulse() {
        Peers peers = shared.copying().peers();
        PeerView peerView = peers.peerView(session.partition());
        if (peerView.target() != PeerView.NO_TARGET && now() - plannedAtMillis > PLAN_MILLIS) {
            peers.plan(session.partition(), PeerView.NO_TARGET);
        }
        session.tick(peerView, peers.inMajority(), now());
        alarmIfNotOpen();
        return proceed();
    }

    private void alarmIfNotOpen() {
        if (session.owner().isPresent()) {
            alarmAtMillis = now() + ALARM_MILLIS;
        } else if (now() >= alarmAtMillis) {
            alarmAtMillis = now() + ALARM_MILLIS;
            context.getLog()
                    .warn(
                            "Partition {} has not been opened here for {} s: {}",
                            session.partition(),
                            ALARM_MILLIS / 1000,
                            session.ownership());
        }
    }

    private Behavior<ToOwner> onSweep() {
        long now = now();
        session.sweep(now, shared.settings().sweepBudget());
        if (now >= reportAtMillis) {
            reportAtMillis = now + REPORT_MILLIS;
            tellHoldings();
        }
        return proceed();
    }

    private void tellHoldings() {
        session.tellFigures();
        session.owner().ifPresent(owner -> shared.holdings().report(session.partition(), report()));
    }

    private Behavior<ToOwner> onWantedBack() {
        session.depose(now());
        return proceed();
    }

    private Behavior<ToOwner> onStop() {
        session.stop(now());
        return proceed();
    }

    private Behavior<ToOwner> onPostStop() {
        shared.copying().peers().plan(session.partition(), PeerView.NO_TARGET);
        session.depose(now());
        session.abandon();
        gateways.values().forEach(gateway -> gateway.tell(new Ended(session.partition(), session.epoch())));
        return Behaviors.same();
    }

    /** Sends what there is to send, and ends when the session has. */
    private Behavior<ToOwner> proceed() {
        session.takeAnswers().forEach(this::answer);
        for (Sending sending : session.ownership().takeSendings()) {
            shared.copying().keepers().tell(sending.to(), sending.message(), keepersAnswer);
        }
        if (session.isOver()) {
            return Behaviors.stopped();
        }
        if (session.takeOpened()) {
            tellHoldings();
            tellIfLost();
            gateways.values().forEach(gateway -> gateway.tell(serving()));
        }
        if (!retrying && session.hasPostponed()) {
            retrying = true;
            timers.startSingleTimer(Retry.INSTANCE, RETRY);
        }
        if (!flushing && session.hasUnshipped()) {
            flushing = true;
            context.getSelf().tell(Flush.INSTANCE);
        }
        return Behaviors.same();
    }

    /** Once for each loss: the next owner starts from what this one has. */
    private void tellIfLost() {
        if (session.ownership().status().lost()) {
            shared.holdings().lost();
            context.getLog()
                    .warn(
                            "Partition {} has lost all its entries: no node that holds a copy is left, and it has started empty."
                                    + " Nothing brings them back. Fill the caches again from their source, then acknowledge it:"
                                    + " POST /v1/cluster/partitions/{}/_acknowledge. To be safe from it, raise"
                                    + " troupe.copies.backups, or stop nodes only while /v1/cluster/partitions is fullyReplicated",
                            session.partition(),
                            session.partition());
        }
    }

    private Serving serving() {
        return new Serving(session.partition(), session.epoch(), context.getSelf());
    }

    private long now() {
        return shared.nowMillis().getAsLong();
    }
}

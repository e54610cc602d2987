package dev.troupe.gateway;

import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Answers;
import dev.troupe.protocol.PartitionProtocol.Close;
import dev.troupe.protocol.PartitionProtocol.Ended;
import dev.troupe.protocol.PartitionProtocol.LargeAnswer;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Measured;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.Tick;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import java.time.Duration;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/**
 * Takes the answers for some of a gateway's channels, finds the owners of their partitions through sharding, watches them, and
 * keeps the channels' time. A node has a few of these, so that answers are not all handed out by one thread.
 */
public final class ReplyReceiver {
    /**
     * What the receivers of a gateway share.
     *
     * @param gateway uid of the gateway's incarnation
     * @param node uid of its node
     * @param region wakes the owner of a partition wherever it is
     * @param partitionReports collects the sizes that owners report
     * @param moves that are being prepared
     * @param tick how often channels are looked at
     */
    public record Shared(
            long gateway,
            long node,
            ActorRef<ShardingEnvelope<ToOwner>> region,
            PartitionReports partitionReports,
            ReadyMoves moves,
            Duration tick) {}

    private final ActorContext<ToGateway> context;
    private final SortedMap<Integer, PartitionChannel> channels;
    private final Shared shared;
    private final LocateSchedule schedule;
    private final LongSupplier nowMillis;

    private ReplyReceiver(
            ActorContext<ToGateway> context,
            SortedMap<Integer, PartitionChannel> channels,
            Shared shared,
            LongSupplier nowMillis) {
        this.context = context;
        this.channels = channels;
        this.shared = shared;
        this.schedule = new LocateSchedule(channels.keySet());
        this.nowMillis = nowMillis;
    }

    /** The receiver of these channels, by partition. */
    public static Behavior<ToGateway> create(
            SortedMap<Integer, PartitionChannel> channels, Shared shared, LongSupplier nowMillis) {
        Behavior<ToGateway> answering = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ReplyReceiver(context, channels, shared, nowMillis).answering(timers)));
        return Behaviors.supervise(answering).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<ToGateway> answering(TimerScheduler<ToGateway> timers) {
        channels.values().forEach(channel -> channel.answersTo(context.getSelf()));
        timers.startTimerWithFixedDelay(Tick.INSTANCE, Duration.ZERO, shared.tick());
        return Behaviors.receive(ToGateway.class)
                .onMessage(Answer.class, this::onAnswer)
                .onMessage(Answers.class, this::onAnswers)
                .onMessage(LargeAnswer.class, this::onLargeAnswer)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Serving.class, this::onServing)
                .onMessage(Measured.class, this::onMeasured)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Planned.class, this::onPlanned)
                .onMessage(Close.class, close -> onClose())
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<ToGateway> onAnswer(Answer answer) {
        PartitionChannel channel = channels.get(answer.partition());
        if (channel != null) {
            channel.answered(answer.epoch(), answer.number(), answer.reply());
        }
        return Behaviors.same();
    }

    private Behavior<ToGateway> onAnswers(Answers batch) {
        batch.answers().forEach(this::onAnswer);
        return Behaviors.same();
    }

    private Behavior<ToGateway> onLargeAnswer(LargeAnswer large) {
        try {
            return onAnswer(large.answer());
        } finally {
            large.taken().run();
        }
    }

    private Behavior<ToGateway> onServing(Serving serving) {
        PartitionChannel channel = channels.get(serving.partition());
        if (channel != null) {
            channel.owner().ifPresent(before -> context.unwatch(before.owner()));
            channel.located(serving, nowMillis.getAsLong());
            channel.owner().ifPresent(now -> {
                context.watch(now.owner());
                schedule.located(serving.partition());
            });
        }
        return Behaviors.same();
    }

    private Behavior<ToGateway> onTerminated(Terminated gone) {
        channels.forEach((partition, channel) -> {
            if (channel.lost(gone.getRef().unsafeUpcast())) {
                schedule.lost(partition, nowMillis.getAsLong());
            }
        });
        return Behaviors.same();
    }

    private Behavior<ToGateway> onEnded(Ended ended) {
        PartitionChannel channel = channels.get(ended.partition());
        if (channel != null && channel.lost(ended.epoch())) {
            schedule.lost(ended.partition(), nowMillis.getAsLong());
        }
        return Behaviors.same();
    }

    private Behavior<ToGateway> onMeasured(Measured measured) {
        if (channels.containsKey(measured.partition())) {
            shared.partitionReports()
                    .measured(measured.partition(), new PartitionReport(measured.size(), measured.copies()));
        }
        return Behaviors.same();
    }

    private Behavior<ToGateway> onPlanned(Planned planned) {
        if (channels.containsKey(planned.partition())) {
            shared.moves().answered(planned.partition(), planned.target(), planned.ready());
        }
        return Behaviors.same();
    }

    private Behavior<ToGateway> onClose() {
        schedule.close();
        return Behaviors.same();
    }

    private Behavior<ToGateway> onTick() {
        long now = nowMillis.getAsLong();
        schedule.due(now)
                .forEach(partition -> shared.region()
                        .tell(new ShardingEnvelope<>(
                                Integer.toString(partition),
                                new Locate(shared.gateway(), shared.node(), context.getSelf()))));
        channels.values().forEach(channel -> channel.tick(now));
        shared.partitionReports().tick(now);
        return Behaviors.same();
    }
}

package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Looks after the copies of a node: takes what owners elsewhere say and answers. One a node, under a fixed path, so that it is
 * found without asking. It has one state; what it knows is in the {@link CopyTable}, which outlives it.
 */
public final class Keeper {
    /** Name among the system's own actors, the same on every node. */
    public static final String NAME = "troupe-keeper";

    private static final Duration TICK = Duration.ofMillis(100);

    /** What it takes. */
    public sealed interface Command {}

    /** A writer says something and wants to be answered there. */
    public record Told(ActorRef<FromKeeper> answersTo, ToKeeper message) implements Command {}

    private enum Tick implements Command, NoSerializationVerificationNeeded {
        INSTANCE
    }

    private final CopyTable table;
    private final Peers peers;
    private final SharedClocks clocks;
    private final LongSupplier nowMillis;
    private final Map<Integer, ActorRef<FromKeeper>> writers = new HashMap<>();

    private Keeper(CopyTable table, Peers peers, SharedClocks clocks, LongSupplier nowMillis) {
        this.table = table;
        this.peers = peers;
        this.clocks = clocks;
        this.nowMillis = nowMillis;
    }

    /** The keeper of these copies. */
    public static Behavior<Command> create(CopyTable table, Peers peers, SharedClocks clocks, LongSupplier nowMillis) {
        Behavior<Command> keeping =
                Behaviors.withTimers(timers -> new Keeper(table, peers, clocks, nowMillis).keeping(timers));
        return Behaviors.supervise(keeping).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> keeping(TimerScheduler<Command> timers) {
        timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
        return Behaviors.receive(Command.class)
                .onMessage(Told.class, this::onTold)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    /** Strangers get no answer: they are not members yet, or not any more. */
    private Behavior<Command> onTold(Told told) {
        ToKeeper message = told.message();
        long from = message.writer().uid();
        if (peers.obeys(from) && message.partition() >= 0 && message.partition() < table.partitions()) {
            long now = nowMillis.getAsLong();
            writers.put(message.partition(), told.answersTo());
            table.tell(message, now, clocks.difference(from, message.sentAtMillis(), now))
                    .forEach(told.answersTo()::tell);
            table.fillNext(now, this::toWriter);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTick() {
        long now = nowMillis.getAsLong();
        table.tick(now, this::toWriter);
        table.fillNext(now, this::toWriter);
        return Behaviors.same();
    }

    private void toWriter(FromKeeper message) {
        ActorRef<FromKeeper> writer = writers.get(message.partition());
        if (writer != null) {
            writer.tell(message);
        }
    }
}

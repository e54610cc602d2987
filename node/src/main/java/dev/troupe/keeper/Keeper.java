package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
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

    /** Writers say something; answered where they are. */
    public record Told(List<ToKeeper> messages) implements Command, NoSerializationVerificationNeeded {}

    private enum Tick implements Command, NoSerializationVerificationNeeded {
        INSTANCE
    }

    private final CopyTable table;
    private final Peers peers;
    private final SharedClocks clocks;
    private final Writers writers;
    private final LongSupplier nowMillis;

    private Keeper(CopyTable table, Peers peers, SharedClocks clocks, Writers writers, LongSupplier nowMillis) {
        this.table = table;
        this.peers = peers;
        this.clocks = clocks;
        this.writers = writers;
        this.nowMillis = nowMillis;
    }

    /** The keeper of these copies. */
    public static Behavior<Command> create(
            CopyTable table, Peers peers, SharedClocks clocks, Writers writers, LongSupplier nowMillis) {
        Behavior<Command> keeping =
                Behaviors.withTimers(timers -> new Keeper(table, peers, clocks, writers, nowMillis).keeping(timers));
        return Behaviors.supervise(keeping).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> keeping(TimerScheduler<Command> timers) {
        timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
        return Behaviors.receive(Command.class)
                .onMessage(Told.class, this::onTold)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Command> onTold(Told told) {
        long now = nowMillis.getAsLong();
        List<FromKeeper> answers = new ArrayList<>();
        told.messages().forEach(message -> take(message, now, answers));
        table.fillNext(now, answers::add);
        writers.tell(answers);
        return Behaviors.same();
    }

    /** Strangers get no answer: they are not members yet, or not any more. */
    private void take(ToKeeper message, long now, List<FromKeeper> answers) {
        long from = message.writer().uid();
        if (peers.obeys(from) && message.partition() >= 0 && message.partition() < table.partitions()) {
            table.tell(message, now, clocks.difference(from, message.sentAtMillis(), now), answers::add);
        }
    }

    private Behavior<Command> onTick() {
        long now = nowMillis.getAsLong();
        List<FromKeeper> said = new ArrayList<>();
        table.tick(now, said::add);
        table.fillNext(now, said::add);
        writers.tell(said);
        return Behaviors.same();
    }
}

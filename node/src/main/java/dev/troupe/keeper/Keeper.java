package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.state.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import scala.concurrent.ExecutionContext;

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

    /**
     * What it works with.
     *
     * @param table the copies
     * @param peers whom it obeys
     * @param clocks how theirs differ from this node's
     * @param writers the way to them
     * @param isSynchronous whether writes to the cache of a number wait for the copies
     * @param nowMillis the node's clock
     * @param clockwork runs what is due with the clock; a timer of the actor's would have the scheduler's only thread do it
     */
    public record Shared(
            CopyTable table,
            Peers peers,
            SharedClocks clocks,
            Writers writers,
            IntPredicate isSynchronous,
            LongSupplier nowMillis,
            ExecutionContext clockwork) {}

    private final CopyTable table;
    private final Shared shared;

    private Keeper(Shared shared) {
        this.table = shared.table();
        this.shared = shared;
    }

    /** The keeper of these copies. */
    public static Behavior<Command> create(Shared shared) {
        Behavior<Command> keeping = Behaviors.setup(context -> {
            ActorRef<Command> self = context.getSelf();
            context.getSystem()
                    .scheduler()
                    .scheduleWithFixedDelay(TICK, TICK, () -> self.tell(Tick.INSTANCE), shared.clockwork());
            return new Keeper(shared).keeping();
        });
        return Behaviors.supervise(keeping).onFailure(Throwable.class, SupervisorStrategy.resume());
    }

    private Behavior<Command> keeping() {
        return Behaviors.receive(Command.class)
                .onMessage(Told.class, this::onTold)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Command> onTold(Told told) {
        long now = shared.nowMillis().getAsLong();
        List<Writers.Saying> answers = new ArrayList<>();
        told.messages().forEach(message -> take(message, now, answers));
        table.fillNext(now, answer -> answers.add(Writers.Saying.awaited(answer)));
        shared.writers().tell(answers);
        return Behaviors.same();
    }

    /** Strangers get no answer: they are not members yet, or not any more. */
    private void take(ToKeeper message, long now, List<Writers.Saying> answers) {
        long from = message.writer().uid();
        if (shared.peers().obeys(from) && message.partition() >= 0 && message.partition() < table.partitions()) {
            long difference = shared.clocks().difference(from, message.sentAtMillis(), now);
            table.tell(
                    message,
                    now,
                    difference,
                    answer -> answers.add(new Writers.Saying(answer, isAwaited(message, answer))));
        }
    }

    /** Nobody waits to hear that a copy has changes of asynchronous caches as it should. */
    private boolean isAwaited(ToKeeper message, FromKeeper answer) {
        boolean isAsItShould =
                answer instanceof FromKeeper.Ack ack && ack.complete() && !ack.gap() && ack.roomBytes() > 0;
        return !isAsItShould
                || !(message instanceof ToKeeper.Ship ship)
                || ship.changes().isEmpty()
                || !ship.changes().stream().allMatch(this::isAsynchronous);
    }

    private boolean isAsynchronous(Change change) {
        return change instanceof Change.Put put && !shared.isSynchronous().test(put.cache());
    }

    private Behavior<Command> onTick() {
        long now = shared.nowMillis().getAsLong();
        List<Writers.Saying> said = new ArrayList<>();
        table.tick(now, message -> said.add(Writers.Saying.awaited(message)));
        table.fillNext(now, message -> said.add(Writers.Saying.awaited(message)));
        shared.writers().tell(said);
        return Behaviors.same();
    }
}

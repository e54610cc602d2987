package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.PartitionState;
import java.util.function.Consumer;

/** A keeper hears one message: what it says to it and what it does. */
final class BackupMessageHandler implements ToKeeper.Receiver {
    private final BackupReplica copy;
    private final long nowMillis;
    private final long clockDifferenceMillis;
    private final Consumer<FromKeeper> reply;

    BackupMessageHandler(BackupReplica copy, long nowMillis, long clockDifferenceMillis, Consumer<FromKeeper> reply) {
        this.copy = copy;
        this.nowMillis = nowMillis;
        this.clockDifferenceMillis = clockDifferenceMillis;
        this.reply = reply;
    }

    @Override
    public void question(ToKeeper.Question question) {
        Writer before = copy.promised();
        // Lent data answers when it has come back; the asker repeats its question.
        if (!isAdmitted(question) || copy.isLent()) {
            return;
        }
        LocalReplica held = copy.held();
        reply.accept(new FromKeeper.Answer(
                copy.partition(),
                copy.keeper(),
                question.writer(),
                before,
                copy.opening(),
                held.position(),
                held.isComplete(),
                held.isClosed(),
                held.isFinal()));
        held.eraseFinal();
    }

    @Override
    public void open(ToKeeper.Open open) {
        if (!isAdmitted(open)) {
            return;
        }
        LocalReplica held = copy.held();
        boolean own = held.lentTo().equals(open.writer());
        if (copy.isLent() && !own) {
            return;
        }
        if (!own && !copy.promise().hasOpened(open.writer())) {
            if (held.isComplete() && Long.compareUnsigned(held.position(), open.adopted()) > 0) {
                reply.accept(new FromKeeper.Ahead(copy.partition(), copy.keeper(), open.writer(), held.position()));
                return;
            }
            held.eraseMarks();
            if (held.position() == open.adopted()) {
                held.follow(open.writer());
                held.heard(nowMillis);
            }
        }
        copy.promise().open(open.writer());
        acknowledge(open.writer(), false);
    }

    @Override
    public void ship(ToKeeper.Ship ship) {
        if (isObeyed(ship)) {
            copy.promise().sawSet(ship.set());
            follow(
                    ship.writer(),
                    ship.changes().isEmpty(),
                    (follower, state) -> follower.ship(state, ship, nowMillis, clockDifferenceMillis));
        }
    }

    @Override
    public void part(ToKeeper.Part part) {
        if (isObeyed(part)) {
            copy.promise().sawSet(part.set());
            follow(
                    part.writer(),
                    false,
                    (follower, state) -> follower.part(state, part, nowMillis, clockDifferenceMillis));
        }
    }

    @Override
    public void fill(ToKeeper.Fill fill) {
        if (!isObeyed(fill)) {
            return;
        }
        copy.promise().sawSet(fill.set());
        ReplicaReceiver present = copy.receiver();
        if (fill.fill() > copy.promise().fill()) {
            copy.beginFilling(fill);
            copy.promise().sawFill(fill.fill());
            pull();
        } else if (present != null && present.order().fill() == fill.fill()) {
            pull();
        } else if (copy.promise().hasRefused(fill.fill())) {
            refuse(fill);
        } else {
            acknowledge(fill.writer(), false);
        }
    }

    @Override
    public void chunk(ToKeeper.Chunk chunk) {
        ReplicaReceiver receiver = copy.receiver();
        if (!isObeyed(chunk) || receiver == null || !receiver.isOf(chunk.writer())) {
            return;
        }
        ReplicaReceiver.Step step = receiver.take(chunk, nowMillis, clockDifferenceMillis);
        switch (step) {
            case IGNORED -> {}
            case MORE -> pull();
            case DONE -> {
                copy.finishFilling();
                acknowledge(chunk.writer(), false);
            }
            case NO_ROOM -> giveUp(receiver);
        }
    }

    @Override
    public void markFinal(ToKeeper.Final message) {
        LocalReplica held = copy.held();
        if (isObeyed(message)
                && copy.receiver() == null
                && held.isComplete()
                && held.follows(message.writer())
                && held.position() == message.position()) {
            held.markFinal(nowMillis);
        }
    }

    @Override
    public void release(ToKeeper.Release release) {
        if (isObeyed(release)) {
            if (release.set() > copy.promise().set()) {
                copy.dropAll();
            }
            acknowledge(release.writer(), false);
        }
    }

    @Override
    public void fetch(ToKeeper.Fetch fetch) {
        if (isAdmitted(fetch)) {
            copy.source(fetch)
                    .flatMap(source -> source.piece(fetch, copy.keeper(), nowMillis))
                    .ifPresent(reply);
        }
    }

    /** Refuses lower writers; a higher one is promised with its first word. */
    private boolean isAdmitted(ToKeeper message) {
        Writer writer = message.writer();
        if (!writer.mayFollow(copy.promised())) {
            reply.accept(new FromKeeper.Outranked(copy.partition(), copy.keeper(), writer, copy.promised()));
            return false;
        }
        if (!copy.promise().isTo(writer)) {
            copy.promise().give(writer);
            copy.fence();
        }
        return true;
    }

    /** Only a writer whose opening was heard, and found not to be behind the copy here, changes anything. */
    private boolean isObeyed(ToKeeper message) {
        if (!isAdmitted(message) || copy.isLent()) {
            return false;
        }
        if (!copy.promise().hasOpened(message.writer())) {
            acknowledge(message.writer(), false);
            return false;
        }
        return true;
    }

    private interface Step {
        Follower.Outcome take(Follower follower, PartitionState state);
    }

    private void follow(Writer writer, boolean asks, Step step) {
        ReplicaReceiver receiver = copy.receiver();
        PartitionState state =
                receiver != null ? receiver.state() : copy.held().resting().orElse(null);
        if (state == null) {
            acknowledge(writer, true);
            return;
        }
        long before = state.lastVersion();
        Follower.Outcome outcome = step.take(copy.follower(), state);
        if (receiver != null) {
            if (outcome == Follower.Outcome.NO_ROOM) {
                giveUp(receiver);
            } else if (asks) {
                acknowledge(writer, false);
            }
            return;
        }
        if (outcome == Follower.Outcome.FOLLOWED) {
            copy.held().follow(writer);
            copy.held().heard(nowMillis);
            if (state.lastVersion() != before) {
                copy.held().eraseMarks();
            }
        }
        if (outcome == Follower.Outcome.NO_ROOM) {
            copy.held().drop();
            acknowledge(writer, false, 0);
        } else if (outcome != Follower.Outcome.PARTIAL) {
            acknowledge(writer, outcome == Follower.Outcome.GAP);
        }
    }

    private void pull() {
        copy.pull(nowMillis).ifPresent(reply);
    }

    /** There is no memory for two copies; the old one goes if there is another complete one elsewhere. */
    private void giveUp(ReplicaReceiver receiver) {
        ToKeeper.Fill order = receiver.order();
        copy.stopFilling();
        if (order.spared()) {
            copy.held().drop();
        }
        copy.promise().refuseFill();
        refuse(order);
    }

    private void refuse(ToKeeper.Fill fill) {
        reply.accept(new FromKeeper.NoRoom(copy.partition(), copy.keeper(), fill.writer(), fill.fill()));
    }

    private void acknowledge(Writer writer, boolean gap) {
        acknowledge(writer, gap, Long.MAX_VALUE);
    }

    private void acknowledge(Writer writer, boolean gap, long roomBytes) {
        reply.accept(copy.acknowledgement(writer, gap, roomBytes));
    }
}

package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one node keeps of one partition, and what it has promised about it: a {@link LocalReplica}, and perhaps a new one that is being filled.
 * What is said to it meets first the promise, then what is being filled, then what is here; what becomes of each is decided here. Not thread safe.
 */
public final class BackupReplica {
    private static final long HOLDING_MILLIS = 10_000;
    /** Parts of a change that have not gone on for so many repetitions do not. */
    private static final int STALLED_REPEATS = 5;

    private final int partition;
    private final Shared shared;
    private final WriterPromise promise;
    private final Supplier<FinalMark> marks;
    private final Inbox inbox = new Inbox();
    private final Follower follower = new Follower();
    private final Filling filling;
    private LocalReplica local = Absent.ABSENT;
    private @Nullable FetchSource source;
    private long holdingMillis = Long.MIN_VALUE;
    private int thrownAway;

    /**
     * What the copies of a node share.
     *
     * @param keeper uid of the node
     * @param newState makes an empty state for a hash seed
     * @param transfers whose turn it is to be filled
     */
    public record Shared(
            long keeper, CopySettings settings, LongFunction<PartitionState> newState, Transfers transfers) {}

    /** Nothing kept, nothing promised. */
    public BackupReplica(int partition, Shared shared) {
        this(partition, shared, new WriterPromise(), FinalMark::new);
    }

    /** The same with what it promises, and what marks each copy final, for tests to break. */
    public BackupReplica(int partition, Shared shared, WriterPromise promise, Supplier<FinalMark> marks) {
        this.partition = partition;
        this.shared = shared;
        this.promise = promise;
        this.marks = marks;
        this.filling = new Filling(partition, shared, follower);
    }

    /**
     * A member, not down, says something; the caller has checked that.
     *
     * @param clockDifferenceMillis this node's clock minus the sender's
     * @param reply takes answers to the node of the message's writer; there may be none
     */
    public void on(ToKeeper message, long nowMillis, long clockDifferenceMillis, Consumer<FromKeeper> reply) {
        ReceivedMessage received =
                new ReceivedMessage(message, shared.keeper(), promise, nowMillis, clockDifferenceMillis, reply);
        if (isAdmitted(received) && (!(message instanceof ToKeeper.Order) || isObeyed(received))) {
            message.to(inbox, received);
        }
    }

    /** Pulls when it is its turn, repeats pulls, and tells every 10 s what is held; what it says goes to the node of its writer's uid. */
    public void tick(long nowMillis, Consumer<FromKeeper> toWriter) {
        local.tick(nowMillis);
        local.resting().ifPresent(PartitionState::relocate);
        follower.dropStalled(nowMillis, STALLED_REPEATS * shared.settings().repeatMillis());
        filling.tick(nowMillis);
        filling.pull(nowMillis).ifPresent(toWriter);
        if (holdingMillis == Long.MIN_VALUE) {
            holdingMillis = nowMillis;
        }
        if (nowMillis - holdingMillis >= HOLDING_MILLIS) {
            holdingMillis = nowMillis;
            if (!isEmpty() && !isLent() && !opening().equals(Writer.NOBODY)) {
                toWriter.accept(new FromKeeper.Holding(
                        partition, shared.keeper(), opening(), local.position(), local.belongsTo(opening())));
            }
        }
    }

    /** The highest writer that a promise was given to. */
    public Writer promised() {
        return promise.promised();
    }

    /** The highest writer that has opened and was heard of. */
    public Writer opening() {
        return promise.opening();
    }

    /** Of the complete copy, 0 without one; of a lent one the position when it was lent. */
    public long position() {
        return local.position();
    }

    /** Whether there is a complete copy here that is not lent. */
    public boolean isComplete() {
        return local.resting().isPresent();
    }

    /** The complete copy at rest, for reads; empty if there is none or it is lent. */
    public Optional<PartitionState> resting() {
        return local.resting();
    }

    /** The copy that is being filled, which is not complete; empty if there is none. */
    public Optional<PartitionState> filling() {
        return Optional.ofNullable(filling.receiver()).map(ReplicaReceiver::state);
    }

    /** Looks at a copy without changing anything. */
    @FunctionalInterface
    public interface Reader<R> {
        /**
         * Looks.
         *
         * @param copy at rest, not to be kept
         * @param epoch of the owner that it follows
         * @param ageMillis it has heard nothing of that owner for so long
         */
        R read(PartitionState copy, long epoch, long ageMillis);
    }

    /**
     * Reads beside the owner: only from a complete copy at rest that belongs to the history of the highest writer that has opened and
     * was heard of, and nothing if that is of a lower epoch than the reader knows of.
     */
    public <R> Optional<R> read(long leastEpoch, long nowMillis, Reader<R> reader) {
        Writer opening = promise.opening();
        return opening.epoch() < leastEpoch ? Optional.empty() : local.read(opening, nowMillis, reader);
    }

    /**
     * The complete copy, now lent; empty if it is lent already, there is none, or another writer has been promised. The
     * writer takes ownership with it, so this counts as its opening here.
     */
    public Optional<PartitionState> borrow(Writer writer) {
        if (!promise.isTo(writer)) {
            return Optional.empty();
        }
        Optional<PartitionState> lent = local.resting();
        lent.ifPresent(state -> lend(writer, state));
        return lent;
    }

    /** The writer has fetched or begun this data; it counts as lent to it and replaces what was here. */
    public void install(Writer writer, PartitionState fetched) {
        drop();
        lend(writer, fetched);
    }

    private void lend(Writer writer, PartitionState state) {
        local = new Lent(writer, state.lastVersion());
        promise.open(writer);
    }

    /** A lent state comes back, at its last whole change; one that is not whole is thrown away and counted. */
    public void giveBack(PartitionState state) {
        Writer owner = local.lentTo();
        if (state.isWhole()) {
            state.rest();
            local = new Resting(state, follower, marks.get(), owner, promise.hasOpened(owner));
        } else {
            state.close();
            thrownAway++;
            local = Absent.ABSENT;
        }
    }

    /** Whether the owner on this node has the data. */
    public boolean isLent() {
        return local.isLent();
    }

    /** Whether a higher writer has been promised while the data is lent: the owner here is deposed. */
    public boolean mustReturn() {
        return isLent() && !promise.isTo(local.lentTo());
    }

    /** Whether no data is here, lent, or coming; promises may still have been given. */
    public boolean isEmpty() {
        return local == Absent.ABSENT && filling.isIdle();
    }

    /** States that came back broken and were thrown away. */
    public int thrownAway() {
        return thrownAway;
    }

    /** The complete copy goes, if it is not lent; what is being filled stays. Public for tests to do it when it is wrong. */
    public void drop() {
        local = local.drop();
    }

    /** Refuses lower writers; a higher one is promised with its first word, and nothing of the one before goes on. */
    private boolean isAdmitted(ReceivedMessage received) {
        Writer writer = received.writer();
        if (!writer.mayFollow(promise.promised())) {
            received.outranked();
            return false;
        }
        if (!promise.isTo(writer)) {
            promise.give(writer);
            filling.stop();
            source = null;
        }
        return true;
    }

    /** Only a writer whose opening was heard, and found not to be behind the copy here, changes anything; what is lent is its owner's. */
    private boolean isObeyed(ReceivedMessage received) {
        if (isLent()) {
            return false;
        }
        if (!received.isOpened()) {
            acknowledge(received);
            return false;
        }
        return true;
    }

    /** Says how it stands; a copy that is being filled stands nowhere yet. */
    private void acknowledge(ReceivedMessage received) {
        received.acknowledge(filling.isIdle() ? local : Absent.ABSENT, false);
    }

    /** The new copy is complete, and takes the place of the one before. */
    private void finishFilling(ReplicaReceiver complete) {
        drop();
        local = new Resting(
                complete.state(), follower, marks.get(), complete.order().writer(), false);
        filling.finish();
    }

    /** There is no memory for two copies; the old one goes if there is another complete one elsewhere. */
    private void giveUpFilling(ReplicaReceiver broken, ReceivedMessage received) {
        filling.stop();
        if (broken.order().spared()) {
            drop();
        }
        promise.refuseFill();
        refuse(broken.order(), received);
    }

    private void refuse(ToKeeper.Fill order, ReceivedMessage received) {
        received.reply(new FromKeeper.NoRoom(partition, shared.keeper(), order.writer(), order.fill()));
    }

    private Optional<FetchSource> source(ToKeeper.Fetch fetch) {
        if (source != null && source.isAfter(fetch)) {
            return Optional.empty();
        }
        if (source == null || !source.isFor(fetch)) {
            source = local.resting()
                    .map(state ->
                            new FetchSource(fetch, state, shared.settings().chunkBytes()))
                    .orElse(null);
        }
        return Optional.ofNullable(source);
    }

    /** Takes messages of a writer that is promised, and orders of one that is obeyed, to what answers them. */
    private final class Inbox implements ToKeeper.Receiver<ReceivedMessage> {
        @Override
        public void question(ToKeeper.Question question, ReceivedMessage received) {
            local.question(received);
        }

        @Override
        public void open(ToKeeper.Open open, ReceivedMessage received) {
            if (local.open(open, received)) {
                promise.open(open.writer());
                acknowledge(received);
            }
        }

        @Override
        public void ship(ToKeeper.Ship ship, ReceivedMessage received) {
            promise.sawSet(ship.set());
            ReplicaReceiver receiver = filling.receiver();
            if (receiver == null) {
                local = local.ship(ship, received);
            } else if (!receiver.ship(ship, received)) {
                giveUpFilling(receiver, received);
            } else if (ship.changes().isEmpty()) {
                acknowledge(received);
            }
        }

        @Override
        public void part(ToKeeper.Part part, ReceivedMessage received) {
            promise.sawSet(part.set());
            ReplicaReceiver receiver = filling.receiver();
            if (receiver == null) {
                local = local.part(part, received);
            } else if (!receiver.part(part, received)) {
                giveUpFilling(receiver, received);
            }
        }

        @Override
        public void fill(ToKeeper.Fill fill, ReceivedMessage received) {
            promise.sawSet(fill.set());
            if (fill.fill() > promise.fill()) {
                filling.begin(fill);
                promise.sawFill(fill.fill());
                filling.pull(received.nowMillis()).ifPresent(received::reply);
            } else if (filling.isOf(fill)) {
                filling.pull(received.nowMillis()).ifPresent(received::reply);
            } else if (promise.hasRefused(fill.fill())) {
                refuse(fill, received);
            } else {
                acknowledge(received);
            }
        }

        @Override
        public void chunk(ToKeeper.Chunk chunk, ReceivedMessage received) {
            ReplicaReceiver receiver = filling.receiver();
            if (receiver == null || !receiver.isOf(chunk.writer())) {
                return;
            }
            switch (receiver.take(chunk, received.nowMillis(), received.clockDifferenceMillis())) {
                case IGNORED -> {}
                case MORE -> filling.pull(received.nowMillis()).ifPresent(received::reply);
                case DONE -> {
                    finishFilling(receiver);
                    acknowledge(received);
                }
                case NO_ROOM -> giveUpFilling(receiver, received);
            }
        }

        @Override
        public void markFinal(ToKeeper.Final message, ReceivedMessage received) {
            if (filling.isIdle()) {
                local.markFinal(message, received);
            }
        }

        @Override
        public void release(ToKeeper.Release release, ReceivedMessage received) {
            if (release.set() > promise.set()) {
                filling.stop();
                drop();
            }
            acknowledge(received);
        }

        @Override
        public void fetch(ToKeeper.Fetch fetch, ReceivedMessage received) {
            source(fetch)
                    .flatMap(source -> source.piece(fetch, shared.keeper(), received.nowMillis()))
                    .ifPresent(received::reply);
        }
    }
}

package dev.troupe.replication.copy;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one node keeps of one partition, and what it has promised about it: a complete copy, at rest or lent to the owner on
 * this node, and perhaps a new one that is being filled. {@link BackupMessageHandler} has the answers to messages. Not thread safe.
 */
public final class BackupReplica {
    private static final long HOLDING_MILLIS = 10_000;
    /** Parts of a change that have not gone on for so many repetitions do not. */
    private static final int STALLED_REPEATS = 5;

    private final int partition;
    private final Shared shared;
    private final WriterPromise promise;
    private final LocalReplica held;
    private final Follower follower = new Follower();
    private @Nullable ReplicaReceiver receiver;
    private @Nullable FetchSource source;
    private long holdingMillis = Long.MIN_VALUE;

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
        this(partition, shared, new WriterPromise(), new LocalReplica());
    }

    /** The same with what it promises and holds, for tests to break. */
    public BackupReplica(int partition, Shared shared, WriterPromise promise, LocalReplica held) {
        this.partition = partition;
        this.shared = shared;
        this.promise = promise;
        this.held = held;
    }

    /**
     * A member, not down, says something; the caller has checked that.
     *
     * @param clockDifferenceMillis this node's clock minus the sender's
     * @param reply takes answers to the node of the message's writer; there may be none
     */
    public void on(ToKeeper message, long nowMillis, long clockDifferenceMillis, Consumer<FromKeeper> reply) {
        message.to(new BackupMessageHandler(this, nowMillis, clockDifferenceMillis, reply));
    }

    /** Pulls when it is its turn, repeats pulls, and tells every 10 s what is held; what it says goes to the node of its writer's uid. */
    public void tick(long nowMillis, Consumer<FromKeeper> toWriter) {
        held.tick(nowMillis);
        follower.dropStalled(nowMillis, STALLED_REPEATS * shared.settings().repeatMillis());
        if (receiver != null
                && receiver.isStalled(nowMillis, shared.settings().replaceMillis())
                && shared.transfers().pass(partition)) {
            receiver.pause();
        }
        pull(nowMillis).ifPresent(toWriter);
        if (holdingMillis == Long.MIN_VALUE) {
            holdingMillis = nowMillis;
        }
        if (nowMillis - holdingMillis >= HOLDING_MILLIS) {
            holdingMillis = nowMillis;
            if (!isEmpty() && !isLent() && !opening().equals(Writer.NOBODY)) {
                toWriter.accept(new FromKeeper.Holding(
                        partition, keeper(), opening(), held.position(), held.follows(opening())));
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
        return held.position();
    }

    /** Whether there is a complete copy here that is not lent. */
    public boolean isComplete() {
        return held.isComplete();
    }

    /** The complete copy at rest, for reads; empty if there is none or it is lent. */
    public Optional<PartitionState> resting() {
        return held.resting();
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
        return opening.epoch() < leastEpoch || !held.follows(opening)
                ? Optional.empty()
                : held.resting().map(state -> reader.read(state, opening.epoch(), held.silentMillis(nowMillis)));
    }

    /**
     * The complete copy, now lent; empty if it is lent already, there is none, or another writer has been promised. The
     * writer takes ownership with it, so this counts as its opening here.
     */
    public Optional<PartitionState> borrow(Writer writer) {
        if (!promise.isTo(writer)) {
            return Optional.empty();
        }
        Optional<PartitionState> lent = held.lend(writer);
        lent.ifPresent(state -> promise.open(writer));
        return lent;
    }

    /** The writer has fetched or begun this data; it counts as lent to it and replaces what was here. */
    public void install(Writer writer, PartitionState fetched) {
        held.lent(writer, fetched);
        promise.open(writer);
    }

    /** A lent state comes back, at its last whole change; one that is not whole is thrown away and counted. */
    public void giveBack(PartitionState state) {
        held.giveBack(state, promise.hasOpened(held.lentTo()));
    }

    /** Whether the owner on this node has the data. */
    public boolean isLent() {
        return held.isLent();
    }

    /** Whether a higher writer has been promised while the data is lent: the owner here is deposed. */
    public boolean mustReturn() {
        return isLent() && !promise.isTo(held.lentTo());
    }

    /** Whether no data is here, lent, or coming; promises may still have been given. */
    public boolean isEmpty() {
        return !held.isComplete() && !held.isLent() && receiver == null;
    }

    /** States that came back broken and were thrown away. */
    public int thrownAway() {
        return held.thrownAway();
    }

    int partition() {
        return partition;
    }

    long keeper() {
        return shared.keeper();
    }

    WriterPromise promise() {
        return promise;
    }

    public LocalReplica held() {
        return held;
    }

    Follower follower() {
        return follower;
    }

    @Nullable
    public ReplicaReceiver receiver() {
        return receiver;
    }

    /** Another writer has been promised: nothing of the one before goes on. */
    void fence() {
        stopFilling();
        source = null;
    }

    void beginFilling(ToKeeper.Fill order) {
        PartitionState empty = shared.newState().apply(order.hashSeed());
        closeFilling();
        receiver = new ReplicaReceiver(order, empty, shared.settings().repeatMillis());
    }

    /** The next pull of what is being filled, if it is time and this partition's turn. */
    Optional<FromKeeper.Pull> pull(long nowMillis) {
        return receiver != null
                        && receiver.isPullDue(nowMillis)
                        && shared.transfers()
                                .isTurnOf(partition, receiver.order().writer().uid())
                ? Optional.of(receiver.pull(keeper(), nowMillis))
                : Optional.empty();
    }

    void stopFilling() {
        closeFilling();
        shared.transfers().leave(partition);
    }

    private void closeFilling() {
        follower.dropParts();
        if (receiver != null) {
            receiver.state().close();
            receiver = null;
        }
    }

    void finishFilling() {
        if (receiver != null) {
            held.replace(receiver.state(), receiver.order().writer());
            receiver = null;
        }
        shared.transfers().leave(partition);
    }

    void dropAll() {
        stopFilling();
        held.drop();
    }

    Optional<FetchSource> source(ToKeeper.Fetch fetch) {
        if (source != null && source.isAfter(fetch)) {
            return Optional.empty();
        }
        if (source == null || !source.isFor(fetch)) {
            source = held.resting()
                    .map(state ->
                            new FetchSource(fetch, state, shared.settings().chunkBytes()))
                    .orElse(null);
        }
        return Optional.ofNullable(source);
    }

    /** A copy that is being filled stands nowhere yet, so it is at 0. */
    FromKeeper.Ack acknowledgement(Writer writer, boolean gap, long roomBytes) {
        boolean filled = receiver == null;
        boolean opened = promise.hasOpened(writer);
        return new FromKeeper.Ack(
                partition,
                keeper(),
                writer,
                filled ? held.position() : 0,
                opened && filled && (held.lentTo().equals(writer) || held.follows(writer)),
                gap,
                opened,
                promise.set(),
                roomBytes);
    }
}

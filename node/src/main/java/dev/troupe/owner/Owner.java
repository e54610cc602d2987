package dev.troupe.owner;

import dev.troupe.owner.PostponedWrites.Obstacle;
import dev.troupe.owner.PostponedWrites.Postponed;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.owner.Ownership;
import dev.troupe.store.policy.RoomSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a partition on this node, from its first question to its last word. A request goes one way: {@link Sessions} know whether it was
 * answered before, {@link Ownership}, which sees to the copies, whether it may change anything now, {@link OperationExecutor} carries it out, and
 * the answer waits here for the copies if it has to. Plain Java; the actor {@link Partition} adds nothing but messages. Not thread safe.
 */
final class Owner {
    private static final PeerView NOBODY = new PeerView(List.of(), List.of(), PeerView.NO_TARGET);

    /** How long a write waits for room in the window of changes under way to the copies. */
    private static final long PATIENCE_MILLIS = 50;
    /** The same for one so large that room in memory is made for it beside other requests, and for one that comes behind another. */
    private static final long LONG_PATIENCE_MILLIS = 400;

    /**
     * An answer on its way.
     *
     * @param gateway whose request it was
     * @param number of the request
     * @param taken to be run when it is not held here any more
     */
    record Answered(long gateway, long number, Reply reply, Runnable taken) {}

    private final int partition;
    private final Ownership ownership;
    private final Tally tally;
    private final IntPredicate isSynchronous;
    private final AnswerMemory answerMemory;
    private final PostponedWrites postponed = new PostponedWrites();
    private final Sessions<?> sessions;
    private List<Answered> answers = new ArrayList<>();
    private UnacknowledgedWrites unacknowledged = new UnacknowledgedWrites();
    private @Nullable OperationExecutor execution;
    private boolean majority = true;
    private boolean opened;
    /** Since those that wait were looked at a large write has had its turn: the next has its at the next look. */
    private boolean turnTaken;
    /** Since then the copies have been asked how they stand. */
    private boolean hurried;

    private long shippedVersion;
    private PeerView known = NOBODY;

    /**
     * One that has not begun.
     *
     * @param partition its number
     * @param ownership sees to the copies
     * @param tally through which the ownership borrows
     * @param sessions of the gateways that may ask
     * @param isSynchronous whether writes to the cache of a number wait for the copies
     * @param answerMemory for large answers
     */
    Owner(
            int partition,
            Ownership ownership,
            Tally tally,
            Sessions<?> sessions,
            IntPredicate isSynchronous,
            AnswerMemory answerMemory) {
        this.partition = partition;
        this.ownership = ownership;
        this.tally = tally;
        this.sessions = sessions;
        this.isSynchronous = isSynchronous;
        this.answerMemory = answerMemory;
    }

    int partition() {
        return partition;
    }

    /** Its epoch; higher than that of every owner before. */
    long epoch() {
        return ownership.writer().epoch();
    }

    Ownership ownership() {
        return ownership;
    }

    /** What it serves with, while it does. */
    Optional<OperationExecutor> serving() {
        return ownership.phase() == Ownership.Phase.OPEN ? Optional.ofNullable(execution) : Optional.empty();
    }

    boolean isOver() {
        return ownership.phase() == Ownership.Phase.OVER;
    }

    /** Whether it has been opened, or opened again, since this was asked last. */
    boolean takeOpened() {
        boolean taken = opened && serving().isPresent();
        opened &= !taken;
        return taken;
    }

    /** Tells the meters what is held and counted; what is not told like this is told when it ends. */
    void tellFigures() {
        tally.tell();
    }

    /** Whether what it owns was damaged by a defect, so that it has to start again from a copy. */
    boolean isBroken() {
        return ownership.phase() == Ownership.Phase.OPEN && !ownership.state().isWhole();
    }

    // ---- copies

    void hear(FromKeeper message, long nowMillis, long clockDifferenceMillis) {
        ownership.on(message, nowMillis, clockDifferenceMillis);
        proceed(nowMillis);
    }

    /** Whether a node has a complete copy that is level, so that the partition can move there. */
    boolean isReadyFor(long target) {
        return known.target() == target && ownership.status().targetReady();
    }

    /** Lets time pass. */
    void tick(PeerView peerView, boolean inMajority, long nowMillis) {
        majority = inMajority;
        if (!peerView.equals(known)) {
            known = peerView;
            ownership.peerView(peerView, nowMillis);
        }
        ownership.tick(nowMillis);
        serving().ifPresent(serving -> serving.dismissStrangers(sessions::knows, nowMillis));
        proceed(nowMillis);
    }

    /** Removes what has expired, looking at no more than so many entries of each cache. */
    void sweep(long nowMillis, int budget) {
        serving().ifPresent(serving -> serving.sweep(nowMillis, budget));
    }

    /** Whether writes wait for room in memory, or among the changes under way to the copies, of this partition or of the node. */
    boolean hasPostponed() {
        return !postponed.isEmpty();
    }

    /** Whether it is for themselves that they wait: the next piece of work is done when they are looked at again. */
    boolean hasMoreToDo() {
        return turnTaken && hasPostponed();
    }

    /** Looks at them again: another partition may have made room, or it is time for the next piece of work. */
    void retry(long nowMillis) {
        turnTaken = false;
        proceed(nowMillis);
    }

    /** Whether there are changes since the last {@link #flush}. */
    boolean hasUnshipped() {
        return ownership.phase() == Ownership.Phase.OPEN && ownership.state().lastVersion() != shippedVersion;
    }

    /** Ships the changes of a burst. */
    void flush(long nowMillis) {
        if (hasUnshipped()) {
            shippedVersion = ownership.state().lastVersion();
            ownership.flush(nowMillis);
        }
    }

    /** The stop message has come: it ends once the copies have all. */
    void stop(long nowMillis) {
        ownership.stop(nowMillis);
        proceed(nowMillis);
    }

    /** Another writer has been promised to; what waits is asked again there. */
    void depose(long nowMillis) {
        ownership.depose(nowMillis);
    }

    /** Nobody is answered any more: what waits for copies, or to go out, is not held any longer. */
    void abandon() {
        postponed.drop();
        takeAnswers().forEach(answered -> answered.taken().run());
        dropUnacknowledged();
    }

    private void dropUnacknowledged() {
        unacknowledged.drop();
        unacknowledged = new UnacknowledgedWrites();
    }

    /** Answers that may go out now. */
    List<Answered> takeAnswers() {
        if (answers.isEmpty()) {
            return List.of();
        }
        List<Answered> taken = answers;
        answers = new ArrayList<>();
        return taken;
    }

    // ---- gateways

    /** A gateway is gone. */
    void dismiss(long gateway, long nowMillis) {
        sessions.dismiss(gateway);
        serving().ifPresent(serving -> serving.dismiss(gateway, nowMillis));
    }

    /** A request has come; its answer may come later, or never if nobody waits for it. */
    void handle(Request request, long nowMillis) {
        OperationExecutor serving = serving().orElse(null);
        if (serving == null || isSettled(serving, request, nowMillis) || postponed.has(request)) {
            return;
        }
        if (request.operation().isWrite()) {
            write(serving, request, nowMillis);
        } else if (!majority && isSynchronous.test(request.operation().cache())) {
            answer(request, Obstacle.CUT_OFF.refusal());
        } else {
            release(request, execute(serving, request, nowMillis));
        }
    }

    /** Whether nobody waits for an answer, or the first one has been given again; a request may be sent, and answered, while it waits. */
    private boolean isSettled(OperationExecutor serving, Request request, long nowMillis) {
        if (!sessions.takes(request, serving.receipts(), nowMillis)) {
            return true;
        }
        Reply first = sessions.firstAnswer(request, serving.receipts());
        if (first != null) {
            repeat(serving, request, first);
        }
        return first != null;
    }

    /** Whether another owner's change has got to the copies is not known before they have acknowledged it to this one. */
    private void repeat(OperationExecutor serving, Request request, Reply first) {
        long version = serving.versionOfFirst(request);
        if (isSynchronous.test(request.operation().cache())
                && Long.compareUnsigned(version, ownership.acknowledged()) > 0) {
            unacknowledged.hold(version, answered(request, first));
        } else {
            release(request, first);
        }
    }

    private void write(OperationExecutor serving, Request request, long nowMillis) {
        Operation operation = request.operation();
        boolean isLarge = OperationExecutor.isLarge(operation);
        long patienceMillis = isLarge || postponed.isAheadOf(operation) ? LONG_PATIENCE_MILLIS : PATIENCE_MILLIS;
        // Early enough for a refusal to be there before the deadline.
        long untilMillis = Math.min(nowMillis + patienceMillis, request.deadlineMillis() - PATIENCE_MILLIS);
        RoomSearch room = isLarge ? new RoomSearch() : null;
        if (!waits(serving, request, untilMillis, room, nowMillis)) {
            return;
        }
        if (answerMemory.hasRoomFor(operation.sizeBytes())) {
            postponed.add(new Postponed(request, untilMillis, room, answerMemory.hold(operation.sizeBytes())));
        } else {
            refuse(serving, request, Obstacle.NO_PLACE.refusal());
        }
    }

    /** Carries a write out or refuses it, unless it has to wait: then true. */
    private boolean waits(
            OperationExecutor serving, Request request, long untilMillis, @Nullable RoomSearch room, long nowMillis) {
        Obstacle obstacle = obstacle(serving, request, room, nowMillis);
        if (obstacle == null) {
            carryOut(serving, request, nowMillis);
        } else if (obstacle.passes() && nowMillis < untilMillis) {
            return true;
        } else {
            refuse(serving, request, obstacle.refusal());
        }
        return false;
    }

    private @Nullable Obstacle obstacle(
            OperationExecutor serving, Request request, @Nullable RoomSearch room, long nowMillis) {
        Ownership.Verdict verdict =
                ownership.mayWrite(isSynchronous.test(request.operation().cache()), nowMillis);
        if (!majority) {
            return Obstacle.CUT_OFF;
        }
        if (verdict == Ownership.Verdict.TOO_FEW) {
            return Obstacle.TOO_FEW;
        }
        if (postponed.isAheadOf(request.operation())) {
            return Obstacle.OVERTAKING;
        }
        if (verdict == Ownership.Verdict.LATER) {
            hurry(nowMillis);
            return Obstacle.BEHIND;
        }
        return room != null && lacksRoom(serving, request, room, nowMillis) ? Obstacle.CROWDED : null;
    }

    /** Has the copies asked how they stand, once between two looks at what waits. */
    private void hurry(long nowMillis) {
        if (!hurried || postponed.isEmpty()) {
            hurried = true;
            ownership.hurry(nowMillis);
        }
    }

    /** Does a piece of the work that makes room for a large value, one of them a look; true if more is left, or another has had the turn. */
    private boolean lacksRoom(OperationExecutor serving, Request request, RoomSearch room, long nowMillis) {
        if (hasMoreToDo()) {
            return true;
        }
        long walked = room.walkedEntries();
        boolean lacks = !serving.makeRoom(request, room, nowMillis);
        turnTaken = hasPostponed() || lacks || room.walkedEntries() > walked;
        return lacks;
    }

    private void carryOut(OperationExecutor serving, Request request, long nowMillis) {
        long before = ownership.state().lastVersion();
        Reply reply = execute(serving, request, nowMillis);
        long after = ownership.state().lastVersion();
        if (after != before && isSynchronous.test(request.operation().cache())) {
            unacknowledged.changed(request.operation(), after);
        }
        release(request, reply);
    }

    private Reply execute(OperationExecutor serving, Request request, long nowMillis) {
        return sessions.answered(request, serving.execute(request, nowMillis), serving.receipts());
    }

    private void refuse(OperationExecutor serving, Request request, Reply refusal) {
        answer(request, sessions.answered(request, refusal, serving.receipts()));
    }

    /** Answers as soon as nothing in the answer can be lost by a crash that copies are to survive. */
    private void release(Request request, Reply reply) {
        long version = unacknowledged.versionOf(request.operation());
        if (version == UnacknowledgedWrites.CONFIRMED) {
            answer(request, reply);
        } else {
            unacknowledged.hold(version, answered(request, reply));
        }
    }

    private void answer(Request request, Reply reply) {
        answers.add(answered(request, reply));
    }

    private Answered answered(Request request, Reply reply) {
        return new Answered(request.gateway(), request.number(), reply, answerMemory.hold(reply.sizeBytes()));
    }

    /** What the copies' progress makes possible. */
    private void proceed(long nowMillis) {
        if (ownership.phase() == Ownership.Phase.RECOVERING) {
            // What it adopts may lack what was unacknowledged; whoever waits for that asks again.
            execution = null;
            dropUnacknowledged();
        }
        if (ownership.phase() == Ownership.Phase.OPEN && execution == null) {
            open(nowMillis);
        }
        if (execution != null && !isOver()) {
            answers.addAll(unacknowledged.confirm(ownership.acknowledged()));
        }
        OperationExecutor serving = serving().orElse(null);
        if (serving != null && hasPostponed()) {
            hurried = false;
            postponed.look(next -> !isSettled(serving, next.request(), nowMillis)
                    && waits(serving, next.request(), next.untilMillis(), next.room(), nowMillis));
        }
    }

    private void open(long nowMillis) {
        OperationExecutor serving = new OperationExecutor(partition, ownership.state(), answerMemory, nowMillis);
        sessions.forgetAnswers();
        execution = serving;
        opened = true;
        tally.begin(serving);
    }
}

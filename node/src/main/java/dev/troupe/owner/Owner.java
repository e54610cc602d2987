package dev.troupe.owner;

import dev.troupe.api.Reason;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.owner.Ownership;
import java.util.ArrayDeque;
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
    private static final Reply TOO_FEW = new Reply.Refused(
            Reason.INSUFFICIENT_REPLICAS, "too few copies can be reached for a synchronous cache; nothing was done");
    private static final Reply BEHIND = new Reply.Refused(
            Reason.OVERLOADED, "the copies of this part of the key space are behind; nothing was done");
    private static final Reply CUT_OFF =
            new Reply.Refused(Reason.UNAVAILABLE, "the node that owns this key sees too few others; nothing was done");

    private static final PeerView NOBODY = new PeerView(List.of(), List.of(), PeerView.NO_TARGET);

    /** How long a write waits for room in the window of changes under way to the copies. */
    private static final long PATIENCE_MILLIS = 50;

    /**
     * An answer on its way.
     *
     * @param gateway whose request it was
     * @param number of the request
     * @param taken to be run when it is not held here any more
     */
    record Answered(long gateway, long number, Reply reply, Runnable taken) {}

    private record Postponed(Request request, long untilMillis) {}

    private final int partition;
    private final Ownership ownership;
    private final Tally tally;
    private final IntPredicate isSynchronous;
    private final AnswerMemory answerMemory;
    private final ArrayDeque<Postponed> postponed = new ArrayDeque<>();
    private final Sessions<?> sessions;
    private List<Answered> answers = new ArrayList<>();
    private UnacknowledgedWrites unacknowledged = new UnacknowledgedWrites();
    private @Nullable OperationExecutor execution;
    private boolean majority = true;
    private boolean opened;
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

    /** Whether writes wait for room among the changes under way to the copies, of this partition or of the node. */
    boolean hasPostponed() {
        return !postponed.isEmpty();
    }

    /** Looks at them again: another partition may have made room. */
    void retry(long nowMillis) {
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
        serving().ifPresent(serving -> handle(serving, request, nowMillis, nowMillis + PATIENCE_MILLIS));
    }

    /** The same for one that may have waited: it may have been sent again meanwhile, and answered. */
    private void handle(OperationExecutor serving, Request request, long nowMillis, long untilMillis) {
        if (!sessions.takes(request, serving.receipts(), nowMillis)) {
            return;
        }
        Reply first = sessions.firstAnswer(request, serving.receipts());
        if (first != null) {
            repeat(serving, request, first);
        } else if (request.operation().isWrite()) {
            write(serving, request, nowMillis, untilMillis);
        } else if (!majority && isSynchronous.test(request.operation().cache())) {
            answer(request, CUT_OFF);
        } else {
            release(request, execute(serving, request, nowMillis));
        }
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

    private void write(OperationExecutor serving, Request request, long nowMillis, long untilMillis) {
        boolean waitsForCopies = isSynchronous.test(request.operation().cache());
        Ownership.Verdict verdict = ownership.mayWrite(waitsForCopies, nowMillis);
        if (!majority) {
            refuse(serving, request, CUT_OFF);
        } else if (verdict == Ownership.Verdict.TOO_FEW) {
            refuse(serving, request, TOO_FEW);
        } else if (verdict == Ownership.Verdict.LATER) {
            if (nowMillis < untilMillis) {
                if (postponed.isEmpty()) {
                    ownership.hurry(nowMillis);
                }
                postponed.addLast(new Postponed(request, untilMillis));
            } else {
                refuse(serving, request, BEHIND);
            }
        } else {
            long before = ownership.state().lastVersion();
            Reply reply = execute(serving, request, nowMillis);
            long after = ownership.state().lastVersion();
            if (waitsForCopies && after != before) {
                unacknowledged.changed(request.operation(), after);
            }
            release(request, reply);
        }
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
        for (int left = postponed.size(); left > 0 && serving != null; left--) {
            Postponed next = postponed.removeFirst();
            handle(serving, next.request(), nowMillis, next.untilMillis());
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

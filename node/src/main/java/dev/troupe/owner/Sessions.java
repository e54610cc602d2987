package dev.troupe.owner;

import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.AnswerWindow;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.Receipts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The gateways that may ask an owner: where each takes its answers, and what each was answered before. Answers to writes that changed
 * something are in the receipts of the state, which the next owner has too; those that changed nothing are here. Not thread safe.
 *
 * @param <R> how a gateway is reached
 */
final class Sessions<R> {
    /** A gateway may ask before its node is seen as a member, but not for ever. */
    static final long UNSEEN_MILLIS = 600_000;

    private static final class Session<R> {
        private final long node;
        private final long sinceMillis;
        private boolean wasSeen;
        private R answersTo;
        private AnswerWindow<Reply> unchanging = new AnswerWindow<>();

        Session(long node, R answersTo, long nowMillis) {
            this.node = node;
            this.answersTo = answersTo;
            this.sinceMillis = nowMillis;
        }

        boolean isOver(LongPredicate isMember, long nowMillis) {
            boolean isSeen = isMember.test(node);
            wasSeen |= isSeen;
            return !isSeen && (wasSeen || nowMillis - sinceMillis >= UNSEEN_MILLIS);
        }
    }

    private final Map<Long, Session<R>> sessions = new HashMap<>();

    // ---- gateways

    /** A gateway of a node may ask from now on, and takes its answers there. */
    void admit(long gateway, long node, R answersTo, long nowMillis) {
        sessions.computeIfAbsent(gateway, isNew -> new Session<>(node, answersTo, nowMillis)).answersTo = answersTo;
    }

    /** A gateway is gone. */
    void dismiss(long gateway) {
        sessions.remove(gateway);
    }

    boolean knows(long gateway) {
        return sessions.containsKey(gateway);
    }

    /** Where a gateway takes its answers, or null if it is none that may ask. */
    @Nullable
    R answersTo(long gateway) {
        @Nullable Session<R> session = sessions.get(gateway);
        return session == null ? null : session.answersTo;
    }

    /**
     * The gateways whose nodes have been members and are not any more, or have never become any. Only membership tells: a watched actor
     * counts as ended whenever another incarnation of its node, at the same address, has been a member before.
     */
    List<Long> over(LongPredicate isMember, long nowMillis) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().isOver(isMember, nowMillis))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Where all of them take their answers. */
    Collection<R> all() {
        return sessions.values().stream().map(session -> session.answersTo).toList();
    }

    // ---- answers

    /** Another state is served from now on, in which what was seen here may not be: only its receipts count. */
    void forgetAnswers() {
        sessions.values().forEach(session -> session.unchanging = new AnswerWindow<>());
    }

    /** Whether somebody waits for the answer to a request; a write that its gateway is done with is not executed. */
    boolean takes(Request request, Receipts receipts, long nowMillis) {
        @Nullable Session<R> session = sessions.get(request.gateway());
        if (session == null || nowMillis >= request.deadlineMillis()) {
            return false;
        }
        session.unchanging.forgetBelow(request.lowestUnfinished());
        return !request.operation().isOnce()
                || !(session.unchanging.isOver(request.number())
                        || receipts.isOver(request.gateway(), request.number()));
    }

    /** What was answered to a write that was executed or refused before, or null. */
    @Nullable
    Reply firstAnswer(Request request, Receipts receipts) {
        if (!request.operation().isWrite()) {
            return null;
        }
        Change.@Nullable Recall recalled = receipts.answer(request.gateway(), request.number());
        return recalled == null ? answers(request).answer(request.number()) : Outcomes.reply(recalled);
    }

    /** A request has been answered: so it is if it comes again. Returns the answer. */
    Reply answered(Request request, Reply reply, Receipts receipts) {
        if (request.operation().isWrite() && receipts.answer(request.gateway(), request.number()) == null) {
            answers(request).remember(request.number(), reply);
        }
        return reply;
    }

    private AnswerWindow<Reply> answers(Request request) {
        @Nullable Session<R> session = sessions.get(request.gateway());
        if (session == null) {
            throw new IllegalStateException("the gateway of the request has not been admitted");
        }
        return session.unchanging;
    }
}

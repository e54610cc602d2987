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
import org.jspecify.annotations.Nullable;

/**
 * The gateways that may ask an owner: where each takes its answers, and what each was answered before. Answers to writes that changed
 * something are in the receipts of the state, which the next owner has too; those that changed nothing are here. Not thread safe.
 *
 * @param <R> how a gateway is reached
 */
final class Sessions<R> {
    private static final class Session<R> {
        private R answersTo;
        private AnswerWindow<Reply> unchanging = new AnswerWindow<>();

        Session(R answersTo) {
            this.answersTo = answersTo;
        }
    }

    private final Map<Long, Session<R>> sessions = new HashMap<>();

    // ---- gateways

    /** A gateway may ask from now on, and takes its answers there; whether it is new. */
    boolean admit(long gateway, R answersTo) {
        @Nullable Session<R> known = sessions.get(gateway);
        if (known == null) {
            sessions.put(gateway, new Session<>(answersTo));
            return true;
        }
        known.answersTo = answersTo;
        return false;
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

    /** The gateways that are answered there. */
    List<Long> answeredAt(R answersTo) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().answersTo.equals(answersTo))
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

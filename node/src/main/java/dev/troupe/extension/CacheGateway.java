package dev.troupe.extension;

import dev.troupe.api.CacheException;
import dev.troupe.api.Caches;
import dev.troupe.api.Reason;
import dev.troupe.api.UserCode;
import dev.troupe.api.UserCodeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@link CacheCommand}s into calls of {@link Caches} and tells what comes of them. Keeps nothing. Many share it, so whatever
 * comes is answered with {@link CacheReply.Failed} if nothing better can be said, or dropped with a line in the log if nobody is to be
 * answered.
 */
final class CacheGateway {
    /** Of a sentence about what is wrong; it may quote what was sent. */
    private static final int LONGEST_DETAIL = 1000;

    private final Caches caches;
    private final ComplaintLog log = new ComplaintLog(CacheGateway.class);

    private CacheGateway(Caches caches) {
        this.caches = caches;
    }

    static Behavior<CacheCommand> create(Caches caches) {
        CacheGateway gateway = new CacheGateway(caches);
        Behavior<Object> serving = Behaviors.setup(gateway::serving);
        return Behaviors.supervise(serving)
                .onFailure(Throwable.class, SupervisorStrategy.resume())
                .narrow();
    }

    private Behavior<Object> serving(ActorContext<Object> context) {
        return Behaviors.receive(Object.class)
                .onMessage(CacheCommand.class, this::onCommand)
                .onAnyMessage(stranger -> onStranger(stranger, Adapter.toClassic(context)))
                .build();
    }

    /** What is no command comes from a classic actor, or from a cast. */
    private Behavior<Object> onStranger(Object stranger, org.apache.pekko.actor.ActorContext context) {
        String what = "no cache command, but " + stranger.getClass().getName();
        if (context.sender().equals(context.system().deadLetters())) {
            log.tell(what + ", without a sender to be told so");
        } else {
            context.sender().tell(new CacheReply.Failed(Reason.BAD_REQUEST, what), context.self());
        }
        return Behaviors.same();
    }

    private Behavior<Object> onCommand(CacheCommand command) {
        CompletionStage<? extends CacheReply> outcome;
        try {
            outcome = CommandKind.call(caches.cache(command.cache()), command);
        } catch (Throwable thrown) {
            outcome = CompletableFuture.failedFuture(UserCode.thrown(thrown));
        }
        var unused = outcome.thenApply(reply -> fitting(reply, command.replyTo()))
                .exceptionally(this::failed)
                .thenAccept(command.replyTo()::tell);
        return Behaviors.same();
    }

    /** What does not fit into one frame would be lost on its way to another node. */
    private static CacheReply fitting(CacheReply reply, ActorRef<CacheReply> asker) {
        boolean isTooLong =
                asker.path().address().hasGlobalScope() && ReplyForm.sizeBytes(reply) > CacheReply.LONGEST_ABROAD_BYTES;
        return isTooLong
                ? new CacheReply.Failed(
                        Reason.VALUE_TOO_LARGE,
                        "the answer is too long to be sent to another node; ask the gateway there")
                : reply;
    }

    /** Of classes that anybody may extend nothing is asked. */
    private CacheReply failed(Throwable failure) {
        boolean isWrapper = failure.getClass() == CompletionException.class || failure instanceof UserCodeException;
        @Nullable Throwable cause = isWrapper ? failure.getCause() : null;
        if (cause != null) {
            return failed(cause);
        }
        if (failure instanceof CacheException refused) {
            return failed(refused.reason(), String.valueOf(refused.getMessage()));
        }
        if (failure instanceof IllegalArgumentException mistake) {
            return failed(Reason.BAD_REQUEST, String.valueOf(mistake.getMessage()));
        }
        log.tell("a command failed", failure);
        return failed(Reason.INTERNAL, "a defect of the cache: " + UserCode.text(failure));
    }

    private static CacheReply failed(Reason reason, String detail) {
        boolean isShort = detail.length() <= LONGEST_DETAIL;
        return new CacheReply.Failed(reason, isShort ? detail : detail.substring(0, LONGEST_DETAIL) + "...");
    }
}

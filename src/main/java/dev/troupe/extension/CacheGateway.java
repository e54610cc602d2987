package dev.troupe.extension;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Caches;
import dev.troupe.api.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Turns {@link CacheCommand}s into calls of {@link Caches} and tells what comes of them. Keeps nothing. */
final class CacheGateway {
    private final Caches caches;

    private CacheGateway(Caches caches) {
        this.caches = caches;
    }

    static Behavior<CacheCommand> create(Caches caches) {
        CacheGateway gateway = new CacheGateway(caches);
        return Behaviors.receive(CacheCommand.class)
                .onMessage(CacheCommand.Get.class, gateway::onGet)
                .onMessage(CacheCommand.Read.class, gateway::onRead)
                .onMessage(CacheCommand.Put.class, gateway::onPut)
                .onMessage(CacheCommand.Remove.class, gateway::onRemove)
                .onMessage(CacheCommand.Touch.class, gateway::onTouch)
                .onMessage(CacheCommand.Increment.class, gateway::onIncrement)
                .onMessage(CacheCommand.GetAll.class, gateway::onGetAll)
                .onMessage(CacheCommand.PutAll.class, gateway::onPutAll)
                .onMessage(CacheCommand.Clear.class, gateway::onClear)
                .onMessage(CacheCommand.ListKeys.class, gateway::onListKeys)
                .build();
    }

    private Behavior<CacheCommand> onGet(CacheCommand.Get command) {
        return answer(
                command,
                cache -> cache.get(command.key())
                        .thenApply(found ->
                                found.<CacheReply>map(CacheReply.Found::new).orElse(CacheReply.Absent.INSTANCE)));
    }

    private Behavior<CacheCommand> onRead(CacheCommand.Read command) {
        return answer(
                command, cache -> cache.get(command.key(), command.options()).thenApply(CacheReply.Read::new));
    }

    private Behavior<CacheCommand> onPut(CacheCommand.Put command) {
        return answer(
                command,
                cache -> cache.put(command.key(), command.value(), command.options())
                        .thenApply(CacheReply.Stored::new));
    }

    private Behavior<CacheCommand> onRemove(CacheCommand.Remove command) {
        return answer(
                command,
                cache -> cache.remove(command.key(), command.condition()).thenApply(CacheReply.Removed::new));
    }

    private Behavior<CacheCommand> onTouch(CacheCommand.Touch command) {
        return answer(
                command, cache -> cache.touch(command.key(), command.ttl()).thenApply(CacheReply.Touched::new));
    }

    private Behavior<CacheCommand> onIncrement(CacheCommand.Increment command) {
        return answer(
                command,
                cache -> cache.increment(command.key(), command.by(), command.options())
                        .thenApply(CacheReply.Stepped::new));
    }

    private Behavior<CacheCommand> onGetAll(CacheCommand.GetAll command) {
        return answer(command, cache -> cache.getAll(command.keys()).thenApply(CacheReply.FoundAll::new));
    }

    private Behavior<CacheCommand> onPutAll(CacheCommand.PutAll command) {
        List<Map.Entry<byte[], byte[]>> items = command.items().stream()
                .map(item -> Map.entry(item.key(), item.value()))
                .toList();
        return answer(command, cache -> cache.putAll(items, command.options()).thenApply(CacheReply.StoredAll::new));
    }

    private Behavior<CacheCommand> onClear(CacheCommand.Clear command) {
        return answer(command, cache -> cache.clear().thenApply(cleared -> CacheReply.Cleared.INSTANCE));
    }

    private Behavior<CacheCommand> onListKeys(CacheCommand.ListKeys command) {
        return answer(command, cache -> cache.keys(command.query()).thenApply(CacheReply.Keys::new));
    }

    /** One call of a cache. */
    private interface Call {
        CompletionStage<? extends CacheReply> on(Cache<byte[], byte[]> cache);
    }

    private Behavior<CacheCommand> answer(CacheCommand command, Call call) {
        try {
            call.on(caches.cache(command.cache()))
                    .whenComplete((reply, failure) -> command.replyTo()
                            .tell(reply == null ? failed(failure) : fitting(reply, command.replyTo())));
        } catch (CacheException | IllegalArgumentException refused) {
            command.replyTo().tell(failed(refused));
        }
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

    private static CacheReply failed(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failed(failure.getCause());
        }
        if (failure instanceof CacheException refused) {
            return new CacheReply.Failed(refused.reason(), String.valueOf(refused.getMessage()));
        }
        return failure instanceof IllegalArgumentException mistake
                ? new CacheReply.Failed(Reason.BAD_REQUEST, String.valueOf(mistake.getMessage()))
                : new CacheReply.Failed(Reason.INTERNAL, "a defect of the cache: " + failure);
    }
}

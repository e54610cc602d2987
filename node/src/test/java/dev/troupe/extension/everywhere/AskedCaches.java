package dev.troupe.extension.everywhere;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Condition;
import dev.troupe.api.Counted;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Limits;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.api.RemoveResult;
import dev.troupe.api.loading.LoadPermits;
import dev.troupe.api.loading.SoloLoad;
import dev.troupe.extension.CacheCommand;
import dev.troupe.extension.CacheReply;
import dev.troupe.extension.Troupe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The caches of a member by its ask protocol; what that does not have is asked in the JVM. */
public final class AskedCaches implements Caches {
    private final ActorSystem<?> system;

    public AskedCaches(ActorSystem<?> system) {
        this.system = system;
    }

    @Override
    public List<CacheSpec> list() {
        return Troupe.get(system).caches().list();
    }

    @Override
    public Optional<Cache<byte[], byte[]>> find(CacheName name) {
        return Optional.of(new Asked(system, name.value()));
    }

    @Override
    public Limits limits() {
        return Troupe.get(system).caches().limits();
    }

    private record Asked(ActorSystem<?> system, String name) implements Cache<byte[], byte[]> {
        @Override
        public CompletionStage<Optional<byte[]>> getOrLoad(
                byte[] key, Loader<byte[], byte[]> loader, LoadOptions options) {
            return new SoloLoad<>(this, new LoadPermits(), key, loader, options).run();
        }

        @Override
        public CacheSpec spec() {
            return Troupe.get(system).caches().cache(name).spec();
        }

        @Override
        public CompletionStage<Optional<Entry<byte[]>>> get(byte[] key) {
            return ask(replyTo -> new CacheCommand.Get(name, key, replyTo))
                    .thenApply(reply ->
                            reply instanceof CacheReply.Found found ? Optional.of(found.entry()) : Optional.empty());
        }

        @Override
        public CompletionStage<Optional<Entry<Integer>>> peek(byte[] key) {
            return Troupe.get(system).caches().cache(name).peek(key);
        }

        @Override
        public CompletionStage<PutResult> put(byte[] key, byte[] value, PutOptions options) {
            return ask(replyTo -> new CacheCommand.Put(name, key, value, options, replyTo))
                    .thenApply(reply -> ((CacheReply.Stored) reply).result());
        }

        @Override
        public CompletionStage<RemoveResult> remove(byte[] key, Condition condition) {
            return ask(replyTo -> new CacheCommand.Remove(name, key, condition, replyTo))
                    .thenApply(reply -> ((CacheReply.Removed) reply).result());
        }

        @Override
        public CompletionStage<Boolean> touch(byte[] key, Optional<Duration> ttl) {
            return ask(replyTo -> new CacheCommand.Touch(name, key, ttl, replyTo))
                    .thenApply(reply -> ((CacheReply.Touched) reply).isThere());
        }

        @Override
        public CompletionStage<Counted> increment(byte[] key, long by, CounterOptions options) {
            return ask(replyTo -> new CacheCommand.Increment(name, key, by, options, replyTo))
                    .thenApply(reply -> ((CacheReply.Stepped) reply).counted());
        }

        @Override
        public CompletionStage<Void> clear() {
            return ask(replyTo -> new CacheCommand.Clear(name, replyTo)).thenAccept(cleared -> {});
        }

        @Override
        public CompletionStage<KeyPage<byte[]>> keys(KeyQuery query) {
            return ask(replyTo -> new CacheCommand.ListKeys(name, query, replyTo))
                    .thenApply(reply -> ((CacheReply.Keys) reply).page());
        }

        private CompletableFuture<CacheReply> ask(Function<ActorRef<CacheReply>, CacheCommand> command) {
            CompletableFuture<CacheReply> answer = new CompletableFuture<>();
            var unused = AskPattern.ask(
                            Troupe.get(system).gateway(),
                            (ActorRef<CacheReply> replyTo) -> command.apply(replyTo),
                            Duration.ofSeconds(10),
                            system.scheduler())
                    .whenCompleteAsync(
                            (reply, failure) -> {
                                if (failure != null) {
                                    answer.completeExceptionally(failure);
                                } else if (reply instanceof CacheReply.Failed failed) {
                                    answer.completeExceptionally(new CacheException(failed.reason(), failed.detail()));
                                } else {
                                    answer.complete(reply);
                                }
                            },
                            Runnable::run);
            return answer;
        }
    }
}

package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.api.Entry;
import dev.troupe.api.Limits;
import dev.troupe.api.Reason;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheGatewayTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<CacheReply> asker = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Caches of which only get exists, of the cache "ok", and that fail as planted in any other. */
    private record Planted(Supplier<CompletionStage<Optional<Entry<byte[]>>>> get) implements Caches {
        @Override
        public List<CacheSpec> list() {
            return List.of();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Optional<Cache<byte[], byte[]>> find(CacheName name) {
            Supplier<CompletionStage<Optional<Entry<byte[]>>>> answer =
                    name.value().equals("ok") ? () -> CompletableFuture.completedFuture(Optional.empty()) : get;
            return Optional.of((Cache<byte[], byte[]>) Proxy.newProxyInstance(
                    Cache.class.getClassLoader(),
                    new Class<?>[] {Cache.class},
                    (proxy, method, arguments) -> answer.get()));
        }

        @Override
        public Limits limits() {
            throw new UnsupportedOperationException();
        }
    }

    private static ActorRef<CacheCommand> gateway(Supplier<CompletionStage<Optional<Entry<byte[]>>>> get) {
        return KIT.spawn(CacheGateway.create(new Planted(get)));
    }

    private void assertServes(ActorRef<CacheCommand> gateway) {
        gateway.tell(new CacheCommand.Get("ok", "key", asker.ref()));
        asker.expectMessage(CacheReply.Absent.INSTANCE);
    }

    private CacheReply.Failed failure() {
        return asker.expectMessageClass(CacheReply.Failed.class);
    }

    @Test
    void cacheThatThrowsIsAnsweredAndLeavesTheGatewayAlive() {
        ActorRef<CacheCommand> gateway = gateway(() -> {
            throw new NullPointerException("planted");
        });
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure()).returns(Reason.INTERNAL, CacheReply.Failed::reason);
        assertServes(gateway);
    }

    @ParameterizedTest
    @MethodSource("dev.troupe.extension.Thrown#kinds")
    void whateverACacheThrowsIsAnsweredAndLeavesTheGatewayAlive(Throwable thrown) {
        ActorRef<CacheCommand> gateway = gateway(() -> Thrown.sneakily(thrown));
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure().detail()).isNotEmpty();
        assertServes(gateway);
    }

    @Test
    void errorOfTheMachineIsAnsweredAndEndsTheSystem() {
        ActorTestKit own = ActorTestKit.create(ConfigFactory.parseString("pekko.jvm-exit-on-fatal-error = off")
                .withFallback(KIT.system().settings().config()));
        try {
            TestProbe<CacheReply> probe = own.createTestProbe();
            own.spawn(CacheGateway.create(new Planted(() -> {
                        throw new OutOfMemoryError("planted");
                    })))
                    .tell(new CacheCommand.Get("bad", "key", probe.ref()));
            Await.result(own.system().getWhenTerminated());
        } finally {
            own.shutdownTestKit();
        }
    }

    @Test
    void cacheThatThrowsAnErrorIsAnsweredToo() {
        ActorRef<CacheCommand> gateway = gateway(() -> {
            throw new AssertionError("planted");
        });
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure()).returns(Reason.INTERNAL, CacheReply.Failed::reason);
        assertServes(gateway);
    }

    @Test
    void cacheThatFailsLaterIsAnswered() {
        ActorRef<CacheCommand> gateway =
                gateway(() -> CompletableFuture.failedFuture(new CacheException(Reason.CACHE_FULL, "full")));
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure()).isEqualTo(new CacheReply.Failed(Reason.CACHE_FULL, "full"));
    }

    @Test
    void cacheThatAnswersNothingIsAnswered() {
        ActorRef<CacheCommand> gateway = gateway(() -> CompletableFuture.completedFuture(null));
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure()).returns(Reason.INTERNAL, CacheReply.Failed::reason);
        gateway(() -> null).tell(new CacheCommand.Get("bad", "key", asker.ref()));
        assertThat(failure()).returns(Reason.INTERNAL, CacheReply.Failed::reason);
    }

    @Test
    void longSentenceIsCutSoThatItCrossesNodes() {
        ActorRef<CacheCommand> gateway = gateway(() -> {
            throw new IllegalArgumentException("x".repeat(100_000));
        });
        gateway.tell(new CacheCommand.Get("bad", "key", asker.ref()));
        CacheReply.Failed failed = failure();
        assertThat(failed.reason()).isEqualTo(Reason.BAD_REQUEST);
        assertThat(failed.detail()).hasSizeLessThan(2000);
    }

    @Test
    void strangeMessageOfAClassicActorIsAnsweredAndLeavesTheGatewayAlive() {
        ActorRef<CacheCommand> gateway = gateway(() -> CompletableFuture.completedFuture(Optional.empty()));
        Adapter.toClassic(gateway).tell("not a command", Adapter.toClassic(asker.ref()));
        assertThat(failure())
                .returns(Reason.BAD_REQUEST, CacheReply.Failed::reason)
                .returns("no cache command, but java.lang.String", CacheReply.Failed::detail);
        assertServes(gateway);
    }

    @Test
    void messageWithoutAnAddressToReplyToIsToldInTheLogAndDropped() {
        ActorRef<CacheCommand> gateway = gateway(() -> CompletableFuture.completedFuture(Optional.empty()));
        LoggingTestKit.warn("no cache command, but java.lang.Integer").expect(KIT.system(), () -> {
            Adapter.toClassic(gateway).tell(7, org.apache.pekko.actor.ActorRef.noSender());
            return null;
        });
        assertServes(gateway);
    }

    @Test
    void floodOfStrangeMessagesIsNoFloodInTheLog() {
        ActorRef<CacheCommand> gateway = gateway(() -> CompletableFuture.completedFuture(Optional.empty()));
        LoggingTestKit.warn("no cache command").withOccurrences(1).expect(KIT.system(), () -> {
            for (int message = 0; message < 100; message++) {
                Adapter.toClassic(gateway).tell(message, org.apache.pekko.actor.ActorRef.noSender());
            }
            assertServes(gateway);
            return null;
        });
    }
}

package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.Entry;
import dev.troupe.api.PutOptions;
import dev.troupe.api.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three members of an application with sharded entities of its own; the third one is a gateway only. */
class EmbeddedIT {
    private static final EntityTypeKey<CacheReply> ECHO = EntityTypeKey.create(CacheReply.class, "basket");
    /** What would ruin the partitions if it counted for them. */
    private static final String SETTINGS = """
            pekko.cluster.sharding {
              state-store-mode = ddata
              handoff-timeout = 7s
              passivation.strategy = default-idle-strategy
              passivation.default-idle-strategy.idle-entity.timeout = 100ms
            }
            troupe.storage-role = holds
            troupe.cluster.planned-nodes = 3
            """;

    private static final Application APPLICATION = new Application();
    private static final List<ActorSystem<Void>> MEMBERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (String roles : List.of("[holds]", "[holds, web]", "[web]")) {
            MEMBERS.add(APPLICATION.join(SETTINGS + "pekko.cluster.roles = " + roles));
        }
        List<Troupe> started = MEMBERS.stream().map(Troupe::get).toList();
        started.forEach(troupe -> Await.result(troupe.ready()));
    }

    @AfterAll
    static void stop() {
        APPLICATION.close();
    }

    private static Troupe troupe(int member) {
        return Troupe.get(MEMBERS.get(member));
    }

    private static Cache<String, String> cache(int member) {
        return troupe(member).cache("default", Codec.UTF8, Codec.UTF8);
    }

    @Test
    void whatOneMemberPutsTheOthersRead() {
        for (int key = 0; key < 60; key++) {
            Await.result(cache(key % 3).put("key" + key, "value" + key));
        }
        for (int key = 0; key < 60; key++) {
            assertThat(Await.result(cache((key + 1) % 3).get("key" + key)).map(Entry::value))
                    .contains("value" + key);
        }
    }

    @Test
    void onlyMembersWithTheRoleHoldPartitions() {
        TreeSet<String> owners = new TreeSet<>();
        Await.result(troupe(2).cluster().partitions())
                .partitions()
                .forEach(partition -> owners.add(partition.owner().orElseThrow()));
        TreeSet<String> holders = new TreeSet<>();
        troupe(2).cluster().members().members().stream()
                .filter(member -> member.roles().contains("holds"))
                .forEach(member -> holders.add(member.address()));
        assertThat(owners).hasSize(2).isEqualTo(holders);
    }

    @Test
    void partitionThatDoesNotExistIsRefused() {
        for (int number : new int[] {Integer.MIN_VALUE, -1, 1_000_000, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> troupe(0).cluster().acknowledgeLoss(OptionalInt.of(number)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("partition must be between 0 and ");
        }
    }

    @Test
    void typedAndClassicSystemAreOneNode() {
        assertThat(Troupe.get(MEMBERS.get(0).classicSystem())).isSameAs(troupe(0));
    }

    @Test
    void actorsOfOtherNodesAskTheGateway() {
        ActorRef<CacheCommand> remote = remoteGateway(0, 1);
        CacheReply stored = ask(1, remote, "abroad", "far");
        assertThat(stored).isInstanceOf(CacheReply.Stored.class);
        CacheReply found = get(1, remote, "abroad");
        assertThat(((CacheReply.Found) found).entry().value()).isEqualTo(Codec.UTF8.encode("far"));
        assertThat(get(1, remote, "nothing")).isSameAs(CacheReply.Absent.INSTANCE);
    }

    @Test
    void valueThatDoesNotFitIntoOneFrameIsRefusedAbroadAndReadAtHome() {
        byte[] value = new byte[CacheReply.LONGEST_ABROAD_BYTES + 1];
        Await.result(troupe(0).caches().cache("default").put(Codec.UTF8.encode("long"), value, PutOptions.DEFAULT));
        assertThat(get(1, remoteGateway(0, 1), "long"))
                .isInstanceOfSatisfying(
                        CacheReply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.VALUE_TOO_LARGE));
        assertThat(get(1, troupe(1).gateway(), "long")).isInstanceOf(CacheReply.Found.class);
    }

    @Test
    void whatManyPutsDidComesBackFromAbroad() {
        List<CacheCommand.Item> items = IntStream.range(0, 16_000)
                .mapToObj(number -> new CacheCommand.Item(
                        ByteBuffer.allocate(4).putInt(number).array(), new byte[0]))
                .toList();
        CacheReply reply = Await.result(AskPattern.ask(
                remoteGateway(0, 1),
                (ActorRef<CacheReply> replyTo) ->
                        new CacheCommand.PutAll("default", items, PutOptions.DEFAULT, replyTo),
                Duration.ofSeconds(20),
                MEMBERS.get(1).scheduler()));
        assertThat(reply)
                .isInstanceOfSatisfying(
                        CacheReply.StoredAll.class,
                        stored -> assertThat(stored.results()).hasSize(16_000));
    }

    @Test
    void unknownCacheIsAReplyNotATimeout() {
        CacheReply reply = Await.result(AskPattern.ask(
                troupe(0).gateway(),
                (ActorRef<CacheReply> replyTo) -> new CacheCommand.Get("nowhere", "key", replyTo),
                Duration.ofSeconds(3),
                MEMBERS.get(0).scheduler()));
        assertThat(reply)
                .isInstanceOfSatisfying(
                        CacheReply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.CACHE_NOT_FOUND));
    }

    @Test
    void entitiesOfTheApplicationLiveBesideThePartitions() {
        for (ActorSystem<Void> member : MEMBERS) {
            ClusterSharding.get(member).init(Entity.of(ECHO, context -> basket()));
        }
        CacheReply reply = Await.result(ClusterSharding.get(MEMBERS.get(2))
                .entityRefFor(ECHO, "42")
                .ask(
                        (ActorRef<CacheReply> replyTo) -> new CacheReply.Failed(
                                Reason.INTERNAL,
                                ActorRefResolver.get(MEMBERS.get(2)).toSerializationFormat(replyTo)),
                        Duration.ofSeconds(20)));
        assertThat(reply).isSameAs(CacheReply.Absent.INSTANCE);
        assertThat(MEMBERS.get(0).settings().config().getDuration("pekko.cluster.sharding.handoff-timeout"))
                .hasSeconds(7);
    }

    /** An entity that answers whoever the text names. */
    private static Behavior<CacheReply> basket() {
        return Behaviors.receive((context, message) -> {
            String asker = ((CacheReply.Failed) message).detail();
            ActorRef<CacheReply> replyTo =
                    ActorRefResolver.get(context.getSystem()).resolveActorRef(asker);
            replyTo.tell(CacheReply.Absent.INSTANCE);
            return Behaviors.same();
        });
    }

    private static ActorRef<CacheCommand> remoteGateway(int of, int seenFrom) {
        String path = ActorRefResolver.get(MEMBERS.get(of))
                .toSerializationFormat(troupe(of).gateway());
        return ActorRefResolver.get(MEMBERS.get(seenFrom)).resolveActorRef(path);
    }

    private static CacheReply ask(int asker, ActorRef<CacheCommand> gateway, String key, String value) {
        return Await.result(AskPattern.ask(
                gateway,
                (ActorRef<CacheReply> replyTo) -> new CacheCommand.Put("default", key, value, replyTo),
                Duration.ofSeconds(5),
                MEMBERS.get(asker).scheduler()));
    }

    private static CacheReply get(int asker, ActorRef<CacheCommand> gateway, String key) {
        return Await.result(AskPattern.ask(
                gateway,
                (ActorRef<CacheReply> replyTo) -> new CacheCommand.Get("default", key, replyTo),
                Duration.ofSeconds(5),
                MEMBERS.get(asker).scheduler()));
    }

    @Test
    void partitionsDoNotStopWhenTheEntitiesOfTheApplicationDo() {
        Await.result(cache(0).put("idle", "still here"));
        long asleepUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        org.awaitility.Awaitility.await().until(() -> System.nanoTime() > asleepUntil);
        assertThat(Await.result(cache(1).get("idle")).map(Entry::value)).isEqualTo(Optional.of("still here"));
    }
}

package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cache can do, on three members that all hold partitions. */
class OperationsIT {
    private static final Application APPLICATION = new Application();

    @BeforeAll
    static void start() {
        APPLICATION.start(3, "");
    }

    @AfterAll
    static void stop() {
        APPLICATION.close();
    }

    @BeforeEach
    void clear() {
        Await.result(cache(0).clear());
    }

    private static Cache<String, String> cache(int member) {
        return APPLICATION.cache(member % 3);
    }

    @Test
    void countersOfAllMembersAddUp() {
        List<CompletionStage<?>> steps = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            steps.add(cache(step / 3).increment("hits" + step % 3, 1));
        }
        steps.forEach(Await::result);
        for (int counter = 0; counter < 3; counter++) {
            assertThat(Await.result(cache(counter).get("hits" + counter)).map(Entry::value))
                    .contains("100");
        }
    }

    @Test
    void computeLosesNoChange() {
        List<CompletionStage<?>> changes = new ArrayList<>();
        for (int change = 0; change < 12; change++) {
            changes.add(
                    cache(change).compute("list", before -> Optional.of(before.orElse("") + "x"), PutOptions.DEFAULT));
        }
        changes.forEach(Await::result);
        assertThat(Await.result(cache(0).get("list")).map(Entry::value)).contains("x".repeat(12));
        assertThat(Await.result(cache(1).compute("list", before -> Optional.empty(), PutOptions.DEFAULT)))
                .isEmpty();
        assertThat(Await.result(cache(2).get("list"))).isEmpty();
    }

    @Test
    void manyAreStoredReadAndCleared() {
        Map<String, String> entries = new TreeMap<>();
        IntStream.range(0, 200).forEach(number -> entries.put("key" + number, "value" + number));
        Await.result(cache(0).putAll(entries.entrySet(), PutOptions.DEFAULT));
        List<Optional<Entry<String>>> found = Await.result(cache(1).getAll(List.of("key7", "none", "key8")));
        assertThat(found)
                .extracting(entry -> entry.map(Entry::value).orElse("-"))
                .containsExactly("value7", "-", "value8");
        Await.result(cache(2).clear());
        assertThat(Await.result(cache(0).keys(KeyQuery.ALL)).keys()).isEmpty();
    }

    @Test
    void keysFlowOutAndEntriesFlowIn() {
        Await.result(Source.range(1, 500)
                .map(number -> Pair.create("k" + number, "v"))
                .runWith(CacheStreams.sink(cache(0), PutOptions.DEFAULT, 32), APPLICATION.member(0)));
        List<String> keys = Await.result(
                CacheStreams.keys(cache(1), KeyQuery.ALL.withLimit(33)).runWith(Sink.seq(), APPLICATION.member(1)));
        assertThat(keys).hasSize(500).doesNotHaveDuplicates();
        List<String> some = Await.result(
                CacheStreams.keys(cache(2), KeyQuery.ALL.withPrefix("k49")).runWith(Sink.seq(), APPLICATION.member(2)));
        assertThat(new TreeSet<>(some)).hasSize(11).contains("k49", "k490", "k499");
    }

    @Test
    void touchedEntryLivesOn() {
        Await.result(cache(0).put("t", "v", PutOptions.DEFAULT.withTtl(Duration.ofSeconds(20))));
        assertThat(Await.result(cache(1).touch("t", Optional.of(Duration.ofHours(1)))))
                .isTrue();
        assertThat(Await.result(cache(1).touch("none", Optional.empty()))).isFalse();
        assertThat(Await.result(cache(2).get("t")).orElseThrow().remaining().orElseThrow())
                .isGreaterThan(Duration.ofMinutes(59));
    }

    @Test
    void actorsCountAndList() {
        ActorRef<CacheCommand> gateway = Troupe.get(APPLICATION.member(0)).gateway();
        CacheReply stepped = Await.result(AskPattern.ask(
                gateway,
                (ActorRef<CacheReply> replyTo) -> new CacheCommand.Increment("default", "n", 5, replyTo),
                Duration.ofSeconds(5),
                APPLICATION.member(0).scheduler()));
        assertThat(((CacheReply.Stepped) stepped).counted().value()).isEqualTo(5);
        CacheReply keys = Await.result(AskPattern.ask(
                gateway,
                (ActorRef<CacheReply> replyTo) -> new CacheCommand.ListKeys("default", KeyQuery.ALL, replyTo),
                Duration.ofSeconds(5),
                APPLICATION.member(0).scheduler()));
        assertThat(((CacheReply.Keys) keys).page().keys()).hasSize(1);
    }
}

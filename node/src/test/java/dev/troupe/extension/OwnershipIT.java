package dev.troupe.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.Cache;
import dev.troupe.api.Codec;
import dev.troupe.api.Entry;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.PutOptions;
import dev.troupe.api.PutResult;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.extension.everywhere.AskedCaches;
import dev.troupe.http.HttpServer;
import dev.troupe.metrics.MeterBook;
import dev.troupe.metrics.RequestMeters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that change their arrays at once: those that they gave, and those that they got. */
class OwnershipIT {
    /** How the cache is spoken to. */
    enum Way {
        IN_JVM,
        CODEC,
        HTTP,
        ACTORS
    }

    private static final int MANY = 2_000;
    private static final Application APPLICATION = new Application();
    private static ActorSystem<Void> system;
    private static HttpServer server;
    private static RemoteCaches remote;

    @BeforeAll
    static void start() {
        APPLICATION.start(2, "include classpath(\"troupe-http.conf\")");
        system = APPLICATION.member(0);
        Troupe troupe = Troupe.get(system);
        server = Await.result(HttpServer.bind(
                system,
                HttpServer.Settings.loopback(0),
                troupe.caches(),
                troupe.cluster(),
                new RequestMeters(new MeterBook())));
        remote = Await.result(RemoteCaches.connect(ClientSettings.of(List.of(server.uri()))));
    }

    @AfterAll
    static void stop() {
        remote.close();
        Await.result(server.terminate(Duration.ofSeconds(5)));
        APPLICATION.close();
    }

    @BeforeEach
    void clear() {
        Await.result(cache(Way.IN_JVM).clear());
    }

    private static Cache<byte[], byte[]> cache(Way way) {
        return switch (way) {
            case IN_JVM -> Troupe.get(system).caches().cache("default");
            case CODEC -> Troupe.get(system).cache("default", Codec.BYTES, Codec.BYTES);
            case HTTP -> remote.cache("default");
            case ACTORS -> new AskedCaches(system).cache("default");
        };
    }

    private static byte[] number(int number) {
        return String.format("%06d", number).getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertHolds(Cache<byte[], byte[]> cache, int key, byte[] value) {
        assertThat(Await.result(cache.get(number(key))).map(Entry::value))
                .as("value of %d", key)
                .contains(value);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void arraysThatWereGivenMayBeUsedAgain(Way way) {
        byte[] key = new byte[6];
        byte[] value = new byte[6];
        List<CompletionStage<PutResult>> puts = new ArrayList<>();
        for (int next = 0; next < MANY; next++) {
            System.arraycopy(number(next), 0, key, 0, 6);
            System.arraycopy(number(next), 0, value, 0, 6);
            puts.add(cache(way).put(key, value));
            if (next % 200 == 199) {
                puts.forEach(Await::result);
            }
        }
        for (int next = 0; next < MANY; next += 7) {
            assertHolds(cache(Way.IN_JVM), next, number(next));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "ACTORS", mode = EnumSource.Mode.EXCLUDE)
    void arraysThatWereGivenTogetherMayBeUsedAgain(Way way) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
        for (int next = 0; next < MANY; next++) {
            entries.add(Map.entry(number(next), number(next)));
        }
        CompletionStage<List<PutResult>> stored = cache(way).putAll(entries, PutOptions.DEFAULT);
        entries.forEach(entry -> Arrays.fill(entry.getKey(), (byte) 'x'));
        entries.forEach(entry -> Arrays.fill(entry.getValue(), (byte) 'x'));
        Await.result(stored);
        List<byte[]> keys = new ArrayList<>();
        for (int next = 0; next < MANY; next++) {
            keys.add(number(next));
        }
        CompletionStage<List<Optional<Entry<byte[]>>>> read = cache(way).getAll(keys);
        keys.forEach(key -> Arrays.fill(key, (byte) 'x'));
        List<Optional<Entry<byte[]>>> found = Await.result(read);
        for (int next = 0; next < MANY; next++) {
            assertThat(found.get(next).map(Entry::value)).contains(number(next));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatWasReadMayBeChanged(Way way) {
        Await.result(cache(way).put(number(1), number(1)));
        for (int time = 0; time < 3; time++) {
            byte[] value = Await.result(cache(way).get(number(1))).orElseThrow().value();
            assertThat(value).isEqualTo(number(1));
            Arrays.fill(value, (byte) 'x');
            KeyPage<byte[]> page = Await.result(cache(way).keys(KeyQuery.ALL));
            assertThat(page.keys().get(0).key()).isEqualTo(number(1));
            Arrays.fill(page.keys().get(0).key(), (byte) 'x');
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "ACTORS", mode = EnumSource.Mode.EXCLUDE)
    void keysMayBeChangedWhileAComputationGoesOn(Way way) {
        Await.result(cache(way).put(number(1), number(1)));
        byte[] key = number(1);
        byte[][] made = new byte[1][];
        CompletionStage<Optional<byte[]>> computed = cache(way)
                .compute(
                        key,
                        before -> {
                            byte[] value = before.orElseThrow();
                            value[0] = 'y';
                            made[0] = value;
                            return Optional.of(value);
                        },
                        PutOptions.DEFAULT);
        Arrays.fill(key, (byte) 'x');
        Await.result(computed);
        Arrays.fill(made[0], (byte) 'x');
        assertHolds(cache(way), 1, "y00001".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "ACTORS", mode = EnumSource.Mode.EXCLUDE)
    void keyThatIsLoadedMayBeChangedAndTheLoaderMayChangeBoth(Way way) {
        byte[] key = number(1);
        ConcurrentLinkedQueue<byte[]> asked = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> isChanged = new CompletableFuture<>();
        byte[] loaded = number(7);
        CompletionStage<Optional<byte[]>> value = cache(way)
                .getOrLoad(
                        key,
                        wanted -> isChanged.thenApply(changed -> {
                            asked.add(wanted.clone());
                            Arrays.fill(wanted, (byte) 'x');
                            return Optional.of(loaded);
                        }),
                        LoadOptions.DEFAULT);
        Arrays.fill(key, (byte) 'x');
        isChanged.complete(null);
        byte[] given = Await.result(value).orElseThrow();
        assertThat(given).isEqualTo(number(7)).isNotSameAs(loaded);
        Arrays.fill(loaded, (byte) 'x');
        assertThat(given).isEqualTo(number(7));
        assertThat(asked).containsExactly(number(1));
        assertHolds(cache(way), 1, number(7));
        assertThat(Await.result(cache(way).get("xxxxxx".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "ACTORS", mode = EnumSource.Mode.EXCLUDE)
    void loaderMayGiveTheSameArrayToManyCallersWhoChangeTheirs(Way way) {
        byte[] template = number(7);
        for (int key = 1; key <= 3; key++) {
            byte[] value = Await.result(cache(way)
                            .getOrLoad(
                                    number(key),
                                    asked -> CompletableFuture.completedFuture(Optional.of(template)),
                                    LoadOptions.DEFAULT))
                    .orElseThrow();
            assertThat(value).isEqualTo(number(7));
            Arrays.fill(value, (byte) 'x');
            assertHolds(cache(Way.IN_JVM), key, number(7));
        }
        assertThat(template).isEqualTo(number(7));
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "ACTORS", mode = EnumSource.Mode.EXCLUDE)
    void functionMayGiveTheSameArrayToManyCallersWhoChangeTheirs(Way way) {
        byte[] template = number(7);
        for (int key = 1; key <= 3; key++) {
            byte[] value = Await.result(
                            cache(way).compute(number(key), before -> Optional.of(template), PutOptions.DEFAULT))
                    .orElseThrow();
            assertThat(value).isEqualTo(number(7));
            Arrays.fill(value, (byte) 'x');
            assertHolds(cache(Way.IN_JVM), key, number(7));
        }
        assertThat(template).isEqualTo(number(7));
    }

    @Test
    void callersThatShareALoadDoNotShareItsValue() {
        CompletableFuture<Optional<byte[]>> loading = new CompletableFuture<>();
        List<CompletionStage<Optional<byte[]>>> callers = new ArrayList<>();
        for (int caller = 0; caller < 20; caller++) {
            Cache<byte[], byte[]> cache = cache(caller % 2 == 0 ? Way.IN_JVM : Way.CODEC);
            callers.add(cache.getOrLoad(number(1), key -> loading, LoadOptions.DEFAULT));
        }
        byte[] loaded = number(7);
        loading.complete(Optional.of(loaded));
        for (CompletionStage<Optional<byte[]>> caller : callers) {
            byte[] value = Await.result(caller).orElseThrow();
            assertThat(value).isEqualTo(number(7));
            Arrays.fill(value, (byte) 'x');
        }
        assertThat(loaded).isEqualTo(number(7));
        assertHolds(cache(Way.IN_JVM), 1, number(7));
        assertHolds(Troupe.get(APPLICATION.member(1)).caches().cache("default"), 1, number(7));
    }
}

package dev.troupe.extension.everywhere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.Await;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Caches;
import dev.troupe.client.ClientSettings;
import dev.troupe.client.RemoteCaches;
import dev.troupe.extension.Application;
import dev.troupe.extension.Troupe;
import dev.troupe.http.HttpServer;
import dev.troupe.metrics.MeterBook;
import dev.troupe.metrics.RequestMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of operations, by each of the ways to one node: the API in the JVM, HTTP, and the messages of actors. */
class SameEverywhereIT {
    private static final String SETTINGS = """
            include classpath("troupe-http.conf")
            troupe {
              partitions = 4
              limits { max-key-bytes = 64, max-value-bytes = 64 KiB }
              caches {
                short { ttl = 10m, max-ttl = 1h }
                fading { idle = 10m }
                strict { replication = sync }
                full { eviction = none, max-bytes = 4 MiB }
              }
            }
            """;

    /** How the cache is spoken to. */
    enum Way {
        IN_JVM,
        HTTP,
        ACTORS
    }

    private record Case(ApiRow row, Way way) {
        @Override
        public String toString() {
            return way + ": " + row.name();
        }
    }

    private static final Application APPLICATION = new Application();
    private static ActorSystem<Void> system;
    private static HttpServer server;
    private static RemoteCaches remote;

    @BeforeAll
    static void start() {
        APPLICATION.start(1, SETTINGS);
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

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (ApiRow row : ApiTable.ROWS) {
            for (Way way : Way.values()) {
                cases.add(new Case(row, way));
            }
        }
        return cases;
    }

    private static Caches caches(Way way) {
        return switch (way) {
            case IN_JVM -> Troupe.get(system).caches();
            case HTTP -> remote;
            case ACTORS -> new AskedCaches(system);
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameOperationsHaveTheSameOutcome(Case each) {
        Caches inJvm = Troupe.get(system).caches();
        inJvm.list().stream()
                .filter(spec -> spec.replication() == CacheSpec.Replication.ASYNC)
                .forEach(spec -> Await.result(inJvm.cache(spec.name().value()).clear()));
        Trial trial = new Trial(caches(each.way()));
        each.row().operations().accept(trial);
        assertThat(trial.transcript()).isEqualTo(each.row().outcome());
    }

    @Test
    void settingsOfTheCachesAreToldAlike() {
        assertThat(remote.list()).isEqualTo(Troupe.get(system).caches().list());
        assertThat(remote.limits()).isEqualTo(Troupe.get(system).caches().limits());
    }
}

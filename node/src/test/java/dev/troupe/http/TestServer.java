package dev.troupe.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.Await;
import dev.troupe.api.CacheName;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.Limits;
import dev.troupe.metrics.MeterBook;
import dev.troupe.metrics.RequestMeters;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A front end over caches in a map, on a free port of loopback. */
public final class TestServer implements AutoCloseable {
    static final Limits LIMITS = new Limits(64, 300_000);
    static final Duration BODY_DEADLINE = Duration.ofSeconds(2);
    static final long UPLOAD_BYTES = 1 << 20;
    static final CacheName SHORT = new CacheName("short");

    final MapCaches caches = new MapCaches(LIMITS, shortLived());
    final OneNodeView view = new OneNodeView();
    final RequestMeters meters = new RequestMeters(new MeterBook());
    final ActorSystem<Void> system;
    public final HttpServer server;

    public TestServer() {
        this(UPLOAD_BYTES, "");
    }

    public TestServer(long uploadBytes, String settings) {
        this(uploadBytes, settings, BODY_DEADLINE);
    }

    public TestServer(long uploadBytes, String settings, Duration bodyDeadline) {
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString("pekko { loglevel = WARNING, stdout-loglevel = OFF }"))
                .withFallback(ConfigFactory.parseResources("troupe-http.conf"))
                .withFallback(ConfigFactory.load());
        system = ActorSystem.create(Behaviors.empty(), "http-test", config);
        server = Await.result(HttpServer.bind(
                system, new HttpServer.Settings("127.0.0.1", 0, bodyDeadline, uploadBytes), caches, view, meters));
    }

    @Override
    public void close() {
        system.terminate();
        Await.result(system.getWhenTerminated());
    }

    private static CacheSpec shortLived() {
        return new CacheSpec(
                SHORT,
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofMinutes(1)),
                Optional.empty(),
                OptionalLong.empty(),
                CacheSpec.Replication.ASYNC,
                CacheSpec.Eviction.S3_FIFO,
                CacheSpec.ReadFrom.OWNER);
    }
}

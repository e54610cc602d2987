package dev.troupe.peers;

import dev.troupe.api.Cache;
import dev.troupe.api.ClusterView;
import dev.troupe.api.Codec;
import dev.troupe.extension.Troupe;
import dev.troupe.node.EmbeddedSystem;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** A member with the settings that are shipped. */
final class TroupePeer implements Peer {
    private static final long START_SECONDS = 120;
    private static final long POLL_MILLIS = 50;

    private final ActorSystem<Void> system;
    private final Troupe troupe;
    private final Cache<String, byte[]> cache;

    TroupePeer(CacheSystem.Seat seat) {
        system = EmbeddedSystem.join(Map.of(
                "troupe.cluster.planned-nodes",
                "2",
                "troupe.copies.backups",
                String.valueOf(seat.backups()),
                "troupe.cluster.port",
                String.valueOf(seat.port()),
                "troupe.cluster.seeds.0",
                "127.0.0.1:" + seat.ports()[0],
                "pekko.loglevel",
                "WARNING"));
        troupe = Troupe.get(system);
        cache = troupe.cache("default", Codec.UTF8, Codec.BYTES);
    }

    @Override
    public CompletionStage<?> get(String key) {
        return cache.get(key);
    }

    @Override
    public CompletionStage<?> put(String key, byte[] value) {
        return cache.put(key, value);
    }

    @Override
    public void read(String key) {
        var unused = cache.get(key).toCompletableFuture().join();
    }

    @Override
    public void store(String key, byte[] value) {
        var unused = cache.put(key, value).toCompletableFuture().join();
    }

    @Override
    public boolean isLocal(String key) {
        ClusterView view = troupe.cluster();
        return view.locate(Codec.UTF8.encode(key))
                .owner()
                .map(view.members().self()::equals)
                .orElse(false);
    }

    @Override
    public int members() {
        return troupe.cluster().members().members().size();
    }

    @Override
    public void awaitSettled() throws InterruptedException {
        troupe.ready()
                .toCompletableFuture()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
        while (!troupe.cluster().partitions().toCompletableFuture().join().fullyReplicated()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        system.terminate();
    }
}

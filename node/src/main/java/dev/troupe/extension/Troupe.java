package dev.troupe.extension;

import dev.troupe.api.Cache;
import dev.troupe.api.CacheException;
import dev.troupe.api.Caches;
import dev.troupe.api.ClusterView;
import dev.troupe.api.Codec;
import dev.troupe.api.CopyingCaches;
import dev.troupe.api.Undecodable;
import dev.troupe.node.EmbeddedNode;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * The caches inside an application: {@code Troupe.get(system)} makes its actor system, typed or classic, a node of the cache cluster
 * that its own cluster then also is. The first call starts it; every member has to make one at its start, or name
 * {@link TroupeExtension} in {@code pekko.extensions}. Settings are those below {@code troupe}; nothing else of the application's is
 * touched. Where members should be refused at join whose caches differ, the system is created with
 * {@link EmbeddedNode#withAgreed}. Safe for use by many threads.
 */
public final class Troupe implements Extension {
    private final EmbeddedNode node;
    private final Caches caches;
    private final ActorRef<CacheCommand> gateway;

    Troupe(ActorSystem<?> system) {
        node = EmbeddedNode.start(system);
        caches = new CopyingCaches(node.caches());
        gateway = system.systemActorOf(CacheGateway.create(node.caches()), "troupe-cache-gateway", Props.empty());
    }

    /**
     * The caches of an actor system, started if they are not yet.
     *
     * @param system typed or classic, with {@code pekko.actor.provider = cluster}
     * @return the one of this system
     * @throws IllegalArgumentException naming the setting that cannot be used, if there is one
     */
    public static Troupe get(ClassicActorSystemProvider system) {
        return TroupeExtension.INSTANCE.get(system);
    }

    /**
     * All caches, with keys and values as bytes, which are copied.
     *
     * @return by name
     */
    public Caches caches() {
        return caches;
    }

    /**
     * The cache of a name with keys and values of these types. A value that cannot be decoded is a miss and counted as
     * {@code troupe_cache_undecodable_total}.
     *
     * @param <K> the key's type
     * @param <V> the value's type
     * @param name of the cache
     * @param keys how keys are encoded
     * @param values how values are encoded
     * @return the cache
     * @throws CacheException if there is no such cache
     */
    public <K, V> Cache<K, V> cache(String name, Codec<K, byte[]> keys, Codec<V, byte[]> values) {
        return cache(name, keys, values, (cache, failure) -> node.countUndecodable(cache));
    }

    /**
     * The cache of a name with keys and values of these types.
     *
     * @param <K> the key's type
     * @param <V> the value's type
     * @param name of the cache
     * @param keys how keys are encoded
     * @param values how values are encoded
     * @param undecodable what to do with a value that cannot be decoded
     * @return the cache
     * @throws CacheException if there is no such cache
     */
    public <K, V> Cache<K, V> cache(
            String name, Codec<K, byte[]> keys, Codec<V, byte[]> values, Undecodable undecodable) {
        return caches().cache(name).as(keys, values, undecodable);
    }

    /**
     * Takes {@link CacheCommand}s from actors, of this node and of others.
     *
     * @return an actor that every node can reach
     */
    public ActorRef<CacheCommand> gateway() {
        return gateway;
    }

    /**
     * The cluster, seen from here.
     *
     * @return a view that follows it
     */
    public ClusterView cluster() {
        return node.view();
    }

    /**
     * Done when this member is Up and every partition has had an owner; fails if the system ends before that.
     *
     * @return done when it is ready
     */
    public CompletionStage<Void> ready() {
        return node.ready();
    }

    /**
     * All meters of this node in the Prometheus text format, version 0.0.4.
     *
     * @return a text that Prometheus reads
     */
    public String meters() {
        return node.meters();
    }

    static Troupe start(org.apache.pekko.actor.ActorSystem system) {
        return new Troupe(Adapter.toTyped(system));
    }
}

package dev.troupe.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;

/**
 * A member with the defaults but for what concerns loopback and the number of owners; copies are written after the answer, and
 * what was there before a put is not asked for. With as many owners as members every member has every entry, and reads its own.
 */
final class InfinispanPeer implements Peer {
    private static final String NAME = "bench";
    private static final long POLL_MILLIS = 50;

    private final DefaultCacheManager manager;
    private final Cache<String, byte[]> cache;
    private final AdvancedCache<String, byte[]> writing;

    InfinispanPeer(CacheSystem.Seat seat) {
        System.setProperty("java.net.preferIPv4Stack", "true");
        System.setProperty("jgroups.bind.address", "127.0.0.1");
        System.setProperty("jgroups.bind.port", String.valueOf(seat.port()));
        System.setProperty("jgroups.mcast_port", String.valueOf(seat.ports()[0]));
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().clusteredDefault();
        global.transport()
                .clusterName("bench-" + seat.ports()[0])
                .addProperty("configurationFile", "org/infinispan/configuration/default-jgroups-tcp.xml");
        global.metrics().gauges(false).histograms(false);
        ConfigurationBuilder settings = new ConfigurationBuilder();
        settings.clustering().cacheMode(CacheMode.DIST_ASYNC).hash().numOwners(seat.backups() + 1);
        try {
            manager = new DefaultCacheManager(global.build());
            manager.defineConfiguration(NAME, settings.build());
            cache = manager.getCache(NAME);
            writing = cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES);
        } catch (RuntimeException failed) {
            throw new IllegalStateException("Infinispan did not start", failed);
        }
    }

    @Override
    public CompletionStage<?> get(String key) {
        return cache.getAsync(key);
    }

    @Override
    public CompletionStage<?> put(String key, byte[] value) {
        return writing.putAsync(key, value);
    }

    @Override
    public void read(String key) {
        var unused = cache.get(key);
    }

    @Override
    public void store(String key, byte[] value) {
        var unused = writing.put(key, value);
    }

    @Override
    public boolean isLocal(String key) {
        return cache.getAdvancedCache()
                .getDistributionManager()
                .getCacheTopology()
                .getDistribution(key)
                .isPrimary();
    }

    @Override
    public int members() {
        return manager.getMembers().size();
    }

    @Override
    public void awaitSettled() throws InterruptedException {
        while (members() < CacheSystem.INFINISPAN.members()
                || cache.getAdvancedCache()
                                .getDistributionManager()
                                .getCacheTopology()
                                .getMembers()
                                .size()
                        < CacheSystem.INFINISPAN.members()
                || cache.getAdvancedCache().getDistributionManager().isRehashInProgress()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        try {
            manager.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package dev.troupe.peers;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.concurrent.CompletionStage;

/** A member with the defaults but for what concerns loopback, the number of backups, and statistics an entry, which are off. */
final class HazelcastPeer implements Peer {
    private static final String MAP = "bench";
    private static final long POLL_MILLIS = 50;

    private final HazelcastInstance instance;
    private final IMap<String, byte[]> map;

    HazelcastPeer(CacheSystem.Seat seat) {
        System.setProperty("hazelcast.logging.type", "none");
        System.setProperty("java.net.preferIPv4Stack", "true");
        instance = Hazelcast.newHazelcastInstance(config(seat));
        map = instance.getMap(MAP);
    }

    private static Config config(CacheSystem.Seat seat) {
        Config config = new Config();
        config.setProperty("hazelcast.phone.home.enabled", "false");
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(seat.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true);
        for (int port : seat.ports()) {
            network.getJoin().getTcpIpConfig().addMember("127.0.0.1:" + port);
        }
        config.addMapConfig(new MapConfig(MAP)
                .setBackupCount(0)
                .setAsyncBackupCount(seat.backups())
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setPerEntryStatsEnabled(false));
        return config;
    }

    @Override
    public CompletionStage<?> get(String key) {
        return map.getAsync(key);
    }

    @Override
    public CompletionStage<?> put(String key, byte[] value) {
        return map.setAsync(key, value);
    }

    @Override
    public void read(String key) {
        var unused = map.get(key);
    }

    @Override
    public void store(String key, byte[] value) {
        map.set(key, value);
    }

    @Override
    public boolean isLocal(String key) {
        return instance.getPartitionService().getPartition(key).getOwner().localMember();
    }

    @Override
    public int members() {
        return instance.getCluster().getMembers().size();
    }

    @Override
    public void awaitSettled() throws InterruptedException {
        while (members() < CacheSystem.HAZELCAST.members()
                || !instance.getPartitionService().isClusterSafe()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        instance.getLifecycleService().terminate();
    }
}

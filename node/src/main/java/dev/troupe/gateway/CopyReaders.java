package dev.troupe.gateway;

import dev.troupe.keeper.CopyReader;
import dev.troupe.keeper.Peers;
import dev.troupe.members.NodeId;
import dev.troupe.protocol.PartitionProtocol.ReadCopy;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.PartitionProtocol.ToReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/** The way to the {@link CopyReader}s of the nodes. Safe for use by many threads. */
public final class CopyReaders implements Hedge.Way {
    private final ActorRefResolver refs;
    private final String prefix;
    private final Address self;
    private final Peers peers;
    private final Map<String, ActorRef<ToReader>> byAddress = new ConcurrentHashMap<>();

    public CopyReaders(ActorSystem<?> system, Peers peers) {
        this.refs = ActorRefResolver.get(system);
        this.prefix = "pekko://" + system.name() + "@";
        this.self = Cluster.get(system).selfMember().address();
        this.peers = peers;
    }

    @Override
    public void ask(ReadCopy read, @Nullable ActorRef<ToOwner> owner, int most) {
        for (String address : peers.holders(read.partition(), owner == null ? "" : addressOf(owner), most)) {
            byAddress.computeIfAbsent(address, this::resolve).tell(read);
        }
    }

    private String addressOf(ActorRef<ToOwner> owner) {
        Address address = owner.path().address().hasGlobalScope() ? owner.path().address() : self;
        return NodeId.address(address.host().get(), (int) address.port().get());
    }

    private ActorRef<ToReader> resolve(String address) {
        return refs.resolveActorRef(prefix + address + "/system/" + CopyReader.NAME);
    }
}

package dev.troupe.node;

import dev.troupe.api.CacheSpec;
import dev.troupe.api.RateLimit;
import dev.troupe.gateway.ArrivingAnswers;
import dev.troupe.gateway.CopyReaders;
import dev.troupe.gateway.Gateway;
import dev.troupe.gateway.GatewaySettings;
import dev.troupe.gateway.Hedge;
import dev.troupe.gateway.PartitionChannel;
import dev.troupe.gateway.PartitionReports;
import dev.troupe.gateway.ReadyMoves;
import dev.troupe.gateway.ReplyReceiver;
import dev.troupe.heap.HeapArrays;
import dev.troupe.heap.JvmMemory;
import dev.troupe.keeper.ArrivingOrders;
import dev.troupe.keeper.CopyReader;
import dev.troupe.keeper.CopyTable;
import dev.troupe.keeper.Keeper;
import dev.troupe.keeper.KeeperFrames;
import dev.troupe.keeper.Keepers;
import dev.troupe.keeper.Peers;
import dev.troupe.keeper.SharedClocks;
import dev.troupe.keeper.Writers;
import dev.troupe.members.Member;
import dev.troupe.metrics.MeterBook;
import dev.troupe.owner.Holdings;
import dev.troupe.owner.Partition;
import dev.troupe.owner.PartitionSettings;
import dev.troupe.owner.PartitionSharding;
import dev.troupe.owner.PlacementSettings;
import dev.troupe.owner.ReplicationContext;
import dev.troupe.owner.StoreFactory;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.ClusterAgreement;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.protocol.MessageSender;
import dev.troupe.protocol.NodeClock;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.RequestFrames;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.Links;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.typed.Cluster;

/** Starts what a node needs to hold and to reach partitions: the way of large messages, the region and the gateway. */
public final class PartitionService {
    private static final String DISPATCHER = "troupe-partition-dispatcher";
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int SWITCHBOARDS = 4;

    /**
     * How this node holds partitions.
     *
     * @param settings of this node
     * @param copies how copies are kept
     * @param placing where partitions may live
     * @param book gets the meters of what is held
     */
    public record Holding(PartitionSettings settings, CopySettings copies, PlacementSettings placing, MeterBook book) {}

    /**
     * What was started.
     *
     * @param gateway the way to every partition
     * @param peers who the storage members are
     * @param stores make room for the copies that these may have
     * @param table the data of this node
     */
    public record Started(Gateway gateway, Peers peers, StoreFactory stores, CopyTable table) {
        /** To be told from before this node joins who the members are. */
        void members(List<Member> members) {
            peers.update(members);
            stores.copyHolders(peers.copyHolders());
        }
    }

    private PartitionService() {}

    /** Starts it all on this node; on a node without the role nothing is held, only reached. */
    public static Started start(
            ActorSystem<?> system,
            ClusterAgreement agreement,
            Holding holding,
            GatewaySettings reaching,
            NodeLinks nodeLinks) {
        LongSupplier nowMillis = NodeClock.of(system);
        AnswerMemory answers = new AnswerMemory(reaching.maxBytes(), reaching.maxRequests());
        Links links = nodeLinks.links();
        RequestFrames frames = new RequestFrames(nowMillis);
        MessageSender outbox =
                new MessageSender(spawn(system, transfer(reaching, nowMillis), ChunkedTransfer.NAME), links, frames);
        StoreFactory stores = new StoreFactory(agreement.catalogue(), holding.settings(), holding.copies());
        ReplicationContext replication = replication(system, agreement, holding, stores, answers, links);
        links.onArrival(frames.requests(), replication.local().requests());
        PartitionSettings settings = holding.settings();
        Holdings holdings = new Holdings();
        holdings.declare(agreement.catalogue(), holding.book());
        Partition.Shared shared = new Partition.Shared(
                new Partition.Settings(settings.sweepInterval(), settings.sweepBudget()),
                outbox,
                holdings,
                replication,
                new RateLimit(Duration.ofSeconds(1), System.nanoTime()),
                nowMillis);
        ActorRef<ShardingEnvelope<ToOwner>> region = PartitionSharding.start(system, shared, holding.placing());
        spawn(system, CopyReader.create(replication.table(), outbox, answers, nowMillis), CopyReader.NAME);
        Hedge.Shared hedge = hedge(system, replication.peers(), reaching, holding.book());
        Gateway gateway = gateway(system, agreement, reaching, new Ways(outbox, region, hedge, links));
        nodeLinks.open(system);
        Optional<Runnable> collector = JvmMemory.collectsBesideWork() ? Optional.of(System::gc) : Optional.empty();
        system.scheduler()
                .scheduleWithFixedDelay(
                        MemoryRelease.INTERVAL,
                        MemoryRelease.INTERVAL,
                        new MemoryRelease(stores::dropMemory, nowMillis, collector),
                        NodeLinks.partitions(system));
        return new Started(gateway, replication.peers(), stores, replication.table());
    }

    private static Hedge.Shared hedge(ActorSystem<?> system, Peers peers, GatewaySettings reaching, MeterBook book) {
        LongAdder answered = new LongAdder();
        book.count(
                "troupe.reads.backup",
                "Reads through this node that a backup has answered, since the owner was silent",
                Tags.empty(),
                answered::sum);
        return new Hedge.Shared(
                new CopyReaders(system, peers),
                reaching.readHedge().toMillis(),
                reaching.resendAfter().toMillis(),
                answered);
    }

    private static ReplicationContext replication(
            ActorSystem<?> system,
            ClusterAgreement agreement,
            Holding holding,
            StoreFactory stores,
            AnswerMemory answers,
            Links links) {
        long self = Cluster.get(system).selfMember().uniqueAddress().longUid();
        int partitions = agreement.partitions().count();
        Peers peers = new Peers(self, partitions);
        SharedClocks clocks = new SharedClocks();
        CopyTable table = table(self, partitions, holding, stores);
        LocalOwners owners = new LocalOwners(partitions);
        IntPredicate isSynchronous = cache -> isSynchronous(agreement, cache);
        Writers writers = new Writers(peers, owners, links);
        ActorRef<Keeper.Command> keeper = system.systemActorOf(
                Keeper.create(new Keeper.Shared(
                        table,
                        peers,
                        clocks,
                        writers,
                        isSynchronous,
                        NodeClock.of(system),
                        NodeLinks.partitions(system))),
                Keeper.NAME,
                DispatcherSelector.fromConfig(NodeLinks.CALLING_THREAD));
        links.onArrival(KeeperFrames.TO_KEEPER, new ArrivingOrders(keeper));
        links.onArrival(KeeperFrames.FROM_KEEPER, (recipient, incarnation, message) -> owners.hear(message));
        return new ReplicationContext(
                holding.copies(),
                table,
                peers,
                new Keepers(peers, keeper, links),
                owners,
                clocks,
                isSynchronous,
                answers);
    }

    private static CopyTable table(long self, int partitions, Holding holding, StoreFactory stores) {
        ChangeMemory changes = new ChangeMemory(
                holding.copies().windowBytes(), partitions, holding.settings().maxChangeBytes(), HeapArrays.HERE);
        CopyTable table =
                new CopyTable(self, partitions, holding.copies(), seed -> new PartitionState(stores, seed, changes));
        holding.book()
                .count(
                        "troupe.copies.broken",
                        "How often the data of a partition was thrown away on this node since a defect broke off a change in it",
                        Tags.empty(),
                        table::thrownAway);
        return table;
    }

    private static boolean isSynchronous(ClusterAgreement agreement, int cache) {
        return agreement
                .catalogue()
                .spec(cache)
                .map(spec -> spec.replication() == CacheSpec.Replication.SYNC)
                .orElse(false);
    }

    /** How a gateway reaches owners and copies. */
    private record Ways(
            MessageSender outbox, ActorRef<ShardingEnvelope<ToOwner>> region, Hedge.Shared hedge, Links links) {}

    private static Gateway gateway(
            ActorSystem<?> system, ClusterAgreement agreement, GatewaySettings settings, Ways ways) {
        long uid = ThreadLocalRandom.current().nextLong();
        long node = Cluster.get(system).selfMember().uniqueAddress().longUid();
        int partitions = agreement.partitions().count();
        PartitionReports partitionReports = new PartitionReports(partitions);
        ReadyMoves moves = new ReadyMoves();
        PartitionChannel.Shared shared = new PartitionChannel.Shared(
                uid,
                ways.outbox(),
                settings.maxRequestsPerPartition(),
                settings.resendAfter().toMillis(),
                owner -> !owner.path().address().hasLocalScope(),
                ways.hedge());
        List<PartitionChannel> channels = IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionChannel(partition, shared))
                .toList();
        List<ActorRef<ToGateway>> receivers = new ArrayList<>();
        for (int board = 0; board < Math.min(SWITCHBOARDS, partitions); board++) {
            Behavior<ToGateway> receiver = ReplyReceiver.create(
                    share(channels, board),
                    new ReplyReceiver.Shared(uid, node, ways.region(), partitionReports, moves, TICK),
                    NodeClock.of(system));
            receivers.add(spawn(system, receiver, "troupe-switchboard-" + board));
        }
        ways.links().onArrival(RequestFrames.ANSWERS, new ArrivingAnswers(receivers));
        return new Gateway(
                new Gateway.Parts(uid, agreement, channels, receivers, partitionReports, moves),
                settings,
                NodeClock.of(system));
    }

    private static SortedMap<Integer, PartitionChannel> share(List<PartitionChannel> channels, int board) {
        SortedMap<Integer, PartitionChannel> share = new TreeMap<>();
        for (int partition = board; partition < channels.size(); partition += SWITCHBOARDS) {
            share.put(partition, channels.get(partition));
        }
        return share;
    }

    private static Behavior<ChunkedTransfer.Command> transfer(GatewaySettings settings, LongSupplier nowMillis) {
        return ChunkedTransfer.create(
                new ChunkedTransfer.Settings(settings.maxBytes(), Duration.ofMillis(250), Duration.ofSeconds(5)),
                nowMillis);
    }

    private static <T> ActorRef<T> spawn(ActorSystem<?> system, Behavior<T> behavior, String name) {
        return system.systemActorOf(behavior, name, DispatcherSelector.fromConfig(DISPATCHER));
    }
}

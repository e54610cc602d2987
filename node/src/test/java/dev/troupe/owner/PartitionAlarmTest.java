package dev.troupe.owner;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.RateLimit;
import dev.troupe.keeper.CopyTable;
import dev.troupe.keeper.Keeper;
import dev.troupe.keeper.Keepers;
import dev.troupe.keeper.Peers;
import dev.troupe.keeper.SharedClocks;
import dev.troupe.keeper.Writers;
import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.Pulse;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.TestSenders;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.Links;
import dev.troupe.transport.TestLinks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the log says of an owner that a member keeps from opening. */
class PartitionAlarmTest {
    private static final Config CONFIG = ConfigFactory.parseString("""
                    pekko.actor.provider = cluster
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """);
    private static final ActorTestKit KIT = ActorTestKit.create("troupe", CONFIG.withFallback(ConfigFactory.load()));
    private static final long GATEWAY = 6;
    private static final long SILENT = 77;
    private static final int NOBODYS_PORT = 1;

    private final org.apache.pekko.cluster.Member self =
            Cluster.get(KIT.system()).selfMember();
    private final long uid = self.uniqueAddress().longUid();
    private final CopySettings settings = CopySettings.of(1);
    private final MemoryPool memory = new MemoryPool(64 << 20);
    private final Peers peers = new Peers(uid, 1);
    private final SharedClocks clocks = new SharedClocks();
    private final CopyTable table = new CopyTable(uid, 1, settings, this::newState);
    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private final TestProbe<ToGateway> gateway = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void whoIsWaitedForIsNamedAfterTenSecondsAndEveryTenSecondsFromThenOn() {
        peers.update(List.of(member(uid, self.address().port().get()), member(SILENT, NOBODYS_PORT)));
        ActorRef<ToOwner> owner = owner();
        owner.tell(new Locate(GATEWAY, uid, gateway.ref()));
        says(owner, 0, 0);
        says(owner, 9_999, 0);
        says(owner, 10_000, 1);
        says(owner, 19_999, 0);
        says(owner, 20_000, 1);
        says(owner, 29_999, 0);
        peers.update(List.of(member(uid, self.address().port().get())));
        owner.tell(Pulse.INSTANCE);
        gateway.expectMessageClass(Serving.class);
        says(owner, 60_000, 0);
    }

    /** How often it is said when so much time has passed since the owner was started. */
    private void says(ActorRef<ToOwner> owner, long millis, int times) {
        LoggingTestKit.warn("Partition 0 has not been opened here for 10 s")
                .withMessageRegex("waits for .*\\b" + SILENT + "\\b")
                .withOccurrences(times)
                .expect(KIT.system(), () -> {
                    nowMillis.set(1_000_000 + millis);
                    owner.tell(Pulse.INSTANCE);
                    owner.tell(Pulse.INSTANCE);
                    owner.tell(new Plan(GATEWAY, PeerView.NO_TARGET));
                    return gateway.expectMessageClass(Planned.class);
                });
    }

    private ActorRef<ToOwner> owner() {
        LocalOwners owners = new LocalOwners(1);
        Links links = TestLinks.toNobody();
        ActorRef<Keeper.Command> keeper = KIT.system()
                .systemActorOf(
                        Keeper.create(new Keeper.Shared(
                                table,
                                peers,
                                clocks,
                                new Writers(peers, owners, links),
                                cache -> true,
                                nowMillis::get,
                                KIT.system().executionContext())),
                        Keeper.NAME,
                        Props.empty());
        ReplicationContext replication = new ReplicationContext(
                settings,
                table,
                peers,
                new Keepers(peers, keeper, links),
                owners,
                clocks,
                cache -> false,
                AnswerMemory.unbounded());
        TestProbe<ChunkedTransfer.Command> transfer = KIT.createTestProbe();
        return KIT.spawn(Partition.create(
                0,
                new Partition.Shared(
                        new Partition.Settings(Duration.ofMillis(10), 100),
                        TestSenders.with(transfer.ref()),
                        new Holdings(),
                        replication,
                        new RateLimit(Duration.ofSeconds(1), System.nanoTime()),
                        nowMillis::get)));
    }

    private static Member member(long uid, Object port) {
        NodeId id = new NodeId("127.0.0.1:" + port, uid);
        return new Member(id, true, Member.Status.UP, Member.NEVER, false, 1, "default", "h");
    }

    private PartitionState newState(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), memory, drops),
                seed,
                ChangeMemory.unbounded(settings.windowBytes()));
    }
}

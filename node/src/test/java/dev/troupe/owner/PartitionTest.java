package dev.troupe.owner;

import static dev.troupe.store.segment.EntryAttributes.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.api.Condition;
import dev.troupe.api.RateLimit;
import dev.troupe.api.Reason;
import dev.troupe.keeper.CopyTable;
import dev.troupe.keeper.Keeper;
import dev.troupe.keeper.Keepers;
import dev.troupe.keeper.Peers;
import dev.troupe.keeper.SharedClocks;
import dev.troupe.keeper.Writers;
import dev.troupe.members.Member;
import dev.troupe.members.NodeId;
import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.protocol.NodeClock;
import dev.troupe.protocol.Operation;
import dev.troupe.protocol.PartitionProtocol;
import dev.troupe.protocol.PartitionProtocol.Answer;
import dev.troupe.protocol.PartitionProtocol.Locate;
import dev.troupe.protocol.PartitionProtocol.Plan;
import dev.troupe.protocol.PartitionProtocol.Planned;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.PartitionProtocol.Serving;
import dev.troupe.protocol.PartitionProtocol.ToGateway;
import dev.troupe.protocol.PartitionProtocol.ToOwner;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.TestSenders;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.DropListener;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.transport.ChunkedTransfer;
import dev.troupe.transport.TestLinks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
    private static final Config CONFIG = ConfigFactory.parseString("""
                    pekko.actor.provider = cluster
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """);
    private static final ActorTestKit KIT = ActorTestKit.create("troupe", CONFIG.withFallback(ConfigFactory.load()));
    private static final ReplicationContext COPYING = replication();
    private static final AtomicInteger NEXT = new AtomicInteger();
    /** More than all tests use. */
    private static final int PARTITIONS = 64;

    private static final long GATEWAY = 6;
    private static final int UNKNOWN_CACHE = 99;
    private static final int ASSERTING_CACHE = 98;
    private static final long ELSEWHERE = 77;
    /** Its memory is its own, and small. */
    private static final int SMALL_CACHE = 97;

    private final TestProbe<ToGateway> gateway = KIT.createTestProbe();
    private final TestProbe<ChunkedTransfer.Command> transfer = KIT.createTestProbe();
    private final Holdings holdings = new Holdings();
    private final Partition.Shared shared = new Partition.Shared(
            new Partition.Settings(Duration.ofMillis(10), 100),
            TestSenders.with(transfer.ref()),
            holdings,
            COPYING,
            new RateLimit(Duration.ofSeconds(1), System.nanoTime()),
            NodeClock::millis);
    private final int number = NEXT.getAndIncrement();
    private final ActorRef<ToOwner> partition = KIT.spawn(Partition.create(number, shared));

    private static Member member(Object port, long uid) {
        NodeId id = new NodeId("127.0.0.1:" + port, uid);
        return new Member(id, true, Member.Status.UP, Member.NEVER, false, 1, "default", "h");
    }

    /** Of a node that is alone in its cluster. */
    private static ReplicationContext replication() {
        org.apache.pekko.cluster.Member self = Cluster.get(KIT.system()).selfMember();
        long uid = self.uniqueAddress().longUid();
        CopySettings settings = CopySettings.of(1);
        Peers peers = new Peers(uid, PARTITIONS);
        peers.update(List.of(member(self.address().port().get(), uid)));
        MemoryPool memory = new MemoryPool(64 << 20);
        CopyTable table = new CopyTable(
                uid,
                PARTITIONS,
                settings,
                seed -> new PartitionState(
                        (cache, hashSeed, drops) -> newStore(cache, hashSeed, drops, memory),
                        seed,
                        ChangeMemory.unbounded(settings.windowBytes())));
        SharedClocks clocks = new SharedClocks();
        LocalOwners owners = new LocalOwners(PARTITIONS);
        ActorRef<Keeper.Command> keeper = keeper(new Keeper.Shared(
                table,
                peers,
                clocks,
                new Writers(peers, owners, TestLinks.toNobody()),
                cache -> true,
                NodeClock::millis,
                KIT.system().executionContext()));
        return new ReplicationContext(
                settings,
                table,
                peers,
                new Keepers(peers, keeper, TestLinks.toNobody()),
                owners,
                clocks,
                cache -> false,
                AnswerMemory.unbounded());
    }

    private static ActorRef<Keeper.Command> keeper(Keeper.Shared shared) {
        return KIT.system().systemActorOf(Keeper.create(shared), Keeper.NAME, Props.empty());
    }

    private static Store newStore(int cache, long hashSeed, DropListener drops, MemoryPool memory) {
        if (cache == UNKNOWN_CACHE) {
            throw new IllegalArgumentException("there is no cache number " + cache);
        }
        if (cache == ASSERTING_CACHE) {
            throw new AssertionError("planted");
        }
        MemoryPool pool = cache == SMALL_CACHE ? new MemoryPool(4 << 20) : memory;
        return new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), pool, drops);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private Reply ask(long request, Operation operation) {
        partition.tell(new Request(GATEWAY, request, 1, NodeClock.millis() + 10_000, operation));
        return gateway.expectMessageClass(Answer.class).reply();
    }

    /** Returns the owner's epoch. */
    private long locate() {
        partition.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        Serving serving = gateway.expectMessageClass(Serving.class);
        assertThat(serving.partition()).isEqualTo(number);
        assertThat(serving.owner()).isEqualTo(partition);
        return serving.epoch();
    }

    @ParameterizedTest
    @ValueSource(ints = {UNKNOWN_CACHE, ASSERTING_CACHE})
    void defectLosesTheRequestThatCausedItAndNothingElse(int cache) {
        locate();
        assertThat(ask(1, Fixtures.put("k", "v"))).isInstanceOf(Reply.Created.class);
        Operation broken = new Operation.Get(cache, Fixtures.bytes("k"));
        assertThat(((Reply.Refused) ask(2, broken)).reason()).isEqualTo(Reason.INTERNAL);
        Reply.Found found = (Reply.Found) ask(3, Fixtures.get("k"));
        assertThat(found.value()).isEqualTo(Fixtures.bytes("v"));
    }

    @Test
    void defectOfWhatIsNoRequestDoesNotEndTheOwnerWhateverIsThrown() {
        AtomicReference<Error> planted = new AtomicReference<>();
        Partition.Shared breaking = new Partition.Shared(
                shared.settings(), shared.outbox(), shared.holdings(), COPYING, shared.defects(), () -> {
                    Error error = planted.getAndSet(null);
                    if (error != null) {
                        throw error;
                    }
                    return NodeClock.millis();
                });
        ActorRef<ToOwner> owner = KIT.spawn(Partition.create(NEXT.getAndIncrement(), breaking));
        owner.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        gateway.expectMessageClass(Serving.class);
        planted.set(new AssertionError("planted"));
        await().atMost(Duration.ofSeconds(5)).until(() -> planted.get() == null);
        owner.tell(new Request(GATEWAY, 1, 1, NodeClock.millis() + 10_000, Fixtures.get("k")));
        assertThat(gateway.expectMessageClass(Answer.class).reply()).isEqualTo(Reply.Absent.INSTANCE);
    }

    @Test
    void defectThatClientsCauseAgainAndAgainIsToldOnceASecond() {
        locate();
        LoggingTestKit.error("met a defect").withOccurrences(1).expect(KIT.system(), () -> {
            for (int i = 1; i <= 50; i++) {
                ask(i, new Operation.Get(UNKNOWN_CACHE, Fixtures.bytes("k")));
            }
            return null;
        });
    }

    @Test
    void defectInTheMiddleOfAChangeEndsTheOwnerSoThatACopyTakesOver() {
        int before = COPYING.table().thrownAway();
        locate();
        Operation broken =
                new Operation.Put(Fixtures.CACHE, new byte[0], new byte[1], Condition.always(), 1, 1, "text/plain");
        assertThat(((Reply.Refused) ask(1, broken)).reason()).isEqualTo(Reason.INTERNAL);
        assertThat(gateway.expectMessageClass(PartitionProtocol.Ended.class).partition())
                .isEqualTo(number);
        assertThat(COPYING.table().thrownAway()).isEqualTo(before + 1);
    }

    @Test
    void aPartitionWithoutACompleteCopyStartsEmptyWhichIsCountedOnceAndIsLostUntilAcknowledged() {
        locate();
        ask(1, Fixtures.put("k", "v"));
        ask(2, new Operation.Put(Fixtures.CACHE, new byte[0], new byte[1], Condition.always(), 1, 1, "text/plain"));
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.losses()).isZero();
        ActorRef<ToOwner> next = succeed();
        assertThat(report(next).lost()).isTrue();
        assertThat(holdings.losses()).isOne();
        next.tell(new PartitionProtocol.AcknowledgeLoss(GATEWAY));
        assertThat(gateway.expectMessageClass(PartitionProtocol.Measured.class)
                        .copies()
                        .lost())
                .isFalse();
        assertThat(report(next).lost()).isFalse();
        next.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(report(succeed()).lost()).isFalse();
        assertThat(holdings.losses()).isOne();
    }

    /** The next owner on this node, once it is open. */
    private ActorRef<ToOwner> succeed() {
        ActorRef<ToOwner> next = KIT.spawn(Partition.create(number, shared));
        next.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        return gateway.expectMessageClass(Serving.class).owner();
    }

    private CopyReport report(ActorRef<ToOwner> owner) {
        owner.tell(new PartitionProtocol.Measure(GATEWAY));
        return gateway.expectMessageClass(PartitionProtocol.Measured.class).copies();
    }

    @Test
    void gatewayIsServedUntilItsNodeIsNoMemberAnyMore() {
        Peers peers = COPYING.peers();
        Member self = member(1, peers.self());
        long gateways = GATEWAY + 1;
        partition.tell(new Locate(gateways, ELSEWHERE, gateway.ref()));
        gateway.expectMessageClass(Serving.class);
        assertThat(isMeasuredFor(gateways)).isTrue();
        peers.update(List.of(self, member(2, ELSEWHERE)));
        assertThat(isMeasuredFor(gateways)).isTrue();
        await().pollDelay(Duration.ofMillis(300)).until(() -> isMeasuredFor(gateways));
        peers.update(List.of(self));
        await().until(() -> !isMeasuredFor(gateways));
    }

    private boolean isMeasuredFor(long asking) {
        partition.tell(new PartitionProtocol.Measure(asking));
        partition.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        boolean isMeasured = false;
        while (!(gateway.receiveMessage() instanceof Serving)) {
            isMeasured = true;
        }
        return isMeasured;
    }

    @Test
    void whatAnOwnerHeldIsThereForTheNextOneOnTheNode() {
        locate();
        ask(1, Fixtures.put("k", "v"));
        partition.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        ActorRef<ToOwner> next = KIT.spawn(Partition.create(number, shared));
        next.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        Serving serving = gateway.expectMessageClass(Serving.class);
        serving.owner().tell(new Request(GATEWAY, 2, 1, NodeClock.millis() + 10_000, Fixtures.get("k")));
        Reply reply = gateway.expectMessageClass(Answer.class).reply();
        assertThat(((Reply.Found) reply).value()).isEqualTo(Fixtures.bytes("v"));
    }

    @Test
    void everyHitIsCountedOnceHoweverOftenThePartitionLeavesAndComesBack() {
        locate();
        ask(1, Fixtures.put("k", "v"));
        ask(2, Fixtures.get("k"));
        partition.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
        assertThat(holdings.of(Fixtures.CACHE).entries()).isZero();
        ActorRef<ToOwner> next = succeed();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> holdings.of(Fixtures.CACHE).entries() == 1);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
        next.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
    }

    @Test
    void piecesOfRoomForALargeValueFollowOneAnotherBesideOtherRequests() {
        locate();
        int entries = 30_000;
        for (int i = 1; i <= entries; i++) {
            send(i, put("small" + i, 100));
        }
        gateway.receiveSeveralMessages(entries, Duration.ofSeconds(60));
        long large = entries + 1L;
        send(large, put("large", 3 << 20));
        int beside = 0;
        long answered;
        do {
            beside++;
            send(large + beside, Fixtures.get("nothing"));
            answered = gateway.expectMessageClass(Answer.class).number();
        } while (answered != large);
        // At most one for each piece, of which there are about a dozen; were the pieces 10 ms apart there would be a
        // hundred.
        assertThat(beside).isLessThan(100);
    }

    private void send(long request, Operation operation) {
        partition.tell(new Request(GATEWAY, request, 1, NodeClock.millis() + 60_000, operation));
    }

    private static Operation put(String key, int valueBytes) {
        byte[] value = new byte[valueBytes];
        return new Operation.Put(
                SMALL_CACHE, Fixtures.bytes(key), value, Condition.always(), NEVER, NEVER, "text/plain");
    }

    private static final Operation IN_THE_MIDDLE_OF_A_CHANGE =
            new Operation.Put(Fixtures.CACHE, new byte[0], new byte[1], Condition.always(), 1, 1, "text/plain");

    @Test
    void hitsOfTheLastMomentAreCountedWhenADefectEndsTheOwner() {
        hitOnce();
        ask(3, IN_THE_MIDDLE_OF_A_CHANGE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
        assertThat(holdings.of(Fixtures.CACHE).entries()).isZero();
    }

    @Test
    void hitsOfTheLastMomentAreCountedOnceWhenAnotherOwnerTakesOver() {
        hitOnce();
        KIT.spawn(Partition.create(number, shared));
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> holdings.of(Fixtures.CACHE).entries() == 1);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
    }

    @Test
    void defectThatRestartsTheActorCountsNothingTwice() {
        hitOnce();
        ask(3, new Operation.Get(UNKNOWN_CACHE, Fixtures.bytes("k")));
        ask(4, Fixtures.get("k"));
        partition.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isEqualTo(2);
    }

    private long hitOnce() {
        long epoch = locate();
        ask(1, Fixtures.put("k", "v"));
        ask(2, Fixtures.get("k"));
        return epoch;
    }

    @Test
    void whatWasCountedStaysCountedWhenTheOwnerHasToStartAgain() {
        startAgain(hitOnce());
        assertThat(holdings.of(Fixtures.CACHE).hits()).isOne();
        assertThat(holdings.of(Fixtures.CACHE).entries()).isOne();
        ask(3, Fixtures.get("k"));
        partition.tell(PartitionProtocol.Stop.INSTANCE);
        gateway.expectMessageClass(PartitionProtocol.Ended.class);
        assertThat(holdings.of(Fixtures.CACHE).hits()).isEqualTo(2);
    }

    /** A keeper says that its copy is ahead of what this owner goes by. */
    private void startAgain(long epoch) {
        long uid = COPYING.table().self();
        partition.tell(new PartitionProtocol.Heard(new FromKeeper.Ahead(number, uid, new Writer(epoch, uid), 1)));
        gateway.expectMessageClass(Serving.class);
    }

    @Test
    void whatAKeeperSaysThatIsNoMemberIsNotHeard() {
        long epoch = locate();
        Writer writer = new Writer(epoch, COPYING.table().self());
        Writer rival = new Writer(epoch + 1, ELSEWHERE);
        partition.tell(new PartitionProtocol.Heard(new FromKeeper.Outranked(number, ELSEWHERE, writer, rival)));
        assertThat(ask(1, Fixtures.get("k"))).isEqualTo(Reply.Absent.INSTANCE);
        assertThat(locate()).isEqualTo(epoch);
    }

    @Test
    void planThatNobodyRepeatsIsForgotten() {
        AtomicLong aheadMillis = new AtomicLong();
        Partition.Shared fast = new Partition.Shared(
                shared.settings(),
                shared.outbox(),
                shared.holdings(),
                COPYING,
                shared.defects(),
                () -> NodeClock.millis() + aheadMillis.get());
        int other = NEXT.getAndIncrement();
        ActorRef<ToOwner> planned = KIT.spawn(Partition.create(other, fast));
        planned.tell(new Locate(GATEWAY, COPYING.peers().self(), gateway.ref()));
        gateway.expectMessageClass(Serving.class);
        plan(planned, other);
        aheadMillis.addAndGet(9_000);
        plan(planned, other);
        aheadMillis.addAndGet(9_000);
        // A sign of life after a pulse: what is not 10 s old is kept.
        gateway.expectNoMessage(Duration.ofMillis(300));
        assertThat(target(other)).isEqualTo(ELSEWHERE);
        aheadMillis.addAndGet(2_000);
        await().atMost(Duration.ofSeconds(5)).until(() -> target(other) == PeerView.NO_TARGET);
    }

    private void plan(ActorRef<ToOwner> owner, int partition) {
        owner.tell(new Plan(GATEWAY, ELSEWHERE));
        assertThat(gateway.expectMessageClass(Planned.class)).isEqualTo(new Planned(partition, ELSEWHERE, false));
        assertThat(target(partition)).isEqualTo(ELSEWHERE);
    }

    private static long target(int partition) {
        return COPYING.peers().peerView(partition).target();
    }

    @Test
    void secondOwnerOfOneNodeDeposesTheFirst() {
        locate();
        KIT.spawn(Partition.create(number, shared));
        assertThat(gateway.expectMessageClass(PartitionProtocol.Ended.class).partition())
                .isEqualTo(number);
    }
}

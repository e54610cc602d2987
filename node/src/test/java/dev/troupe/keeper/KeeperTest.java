package dev.troupe.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.members.Member;
import dev.troupe.members.Member.Status;
import dev.troupe.members.NodeId;
import dev.troupe.protocol.LocalOwners;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeCodec;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import dev.troupe.transport.Links;
import dev.troupe.transport.TestLinks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whom the keeper of a node hears, and whom it tells. */
class KeeperTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int PARTITIONS = 8;
    private static final long SELF = 5;
    private static final long OWNER = 11;
    private static final long DOWN = 12;
    private static final long WITHOUT_STORAGE = 13;
    private static final long STRANGER = 14;
    private static final int SYNCHRONOUS = 1;
    private static final int ASYNCHRONOUS = 2;
    private static final long EPOCH = 2_000_000_000L;
    private static final long START = Version.opening(EPOCH);

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final CopyTable table = new CopyTable(SELF, PARTITIONS, CopySettings.of(1), this::empty);
    private final Peers peers = new Peers(SELF, PARTITIONS);
    private final AtomicLong clockMillis = new AtomicLong();
    /** So much time passes whenever the keeper looks. */
    private final AtomicLong stepMillis = new AtomicLong();

    /** What has gone to the nodes of the writers. */
    private final TestProbe<FromKeeper> answers = KIT.createTestProbe();

    private final Links links = TestLinks.telling(KeeperFrames.FROM_KEEPER, answers.ref()::tell);
    private final ActorRef<Keeper.Command> keeper = KIT.spawn(Keeper.create(new Keeper.Shared(
            table,
            peers,
            new SharedClocks(),
            new Writers(peers, new LocalOwners(PARTITIONS), links),
            cache -> cache == SYNCHRONOUS,
            () -> clockMillis.addAndGet(stepMillis.get()),
            KIT.system().executionContext())));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void whoIsNoStorageMemberOrADownOneIsAnsweredNothingAndPromisedNothing() {
        peers.update(List.of(
                member(SELF, true, Status.UP),
                member(OWNER, true, Status.UP),
                member(DOWN, true, Status.DOWN),
                member(WITHOUT_STORAGE, false, Status.UP)));
        for (long uid : new long[] {STRANGER, DOWN, WITHOUT_STORAGE, OWNER}) {
            tell(new ToKeeper.Question((int) uid % PARTITIONS, new Writer(EPOCH, uid)));
        }
        assertThat(answers.receiveMessage().writer()).isEqualTo(new Writer(EPOCH, OWNER));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(table.lastOwner(partition)).isEqualTo(partition == OWNER % PARTITIONS ? OWNER : 0);
        }
    }

    @Test
    void whoIsNoMemberAnyMoreChangesNothingThoughItWasPromisedTo() {
        peers.update(List.of(member(SELF, true, Status.UP), member(OWNER, true, Status.UP)));
        fill(0, OWNER);
        peers.update(List.of(member(SELF, true, Status.UP), member(STRANGER, true, Status.UP)));
        tell(new ToKeeper.Release(0, new Writer(EPOCH, OWNER), 99));
        tell(new ToKeeper.Question(1, new Writer(EPOCH, STRANGER)));
        answers.fishForMessage(
                Duration.ofSeconds(5),
                said -> said.writer().uid() == STRANGER
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        assertThat(table.status(0).complete()).isTrue();
    }

    @Test
    void whatIsHeldIsToldAgainAndAgainToWhomTheOwnerLastSpokeFrom() {
        peers.update(List.of(member(SELF, true, Status.UP), member(OWNER, true, Status.UP)));
        fill(0, OWNER);
        stepMillis.set(1000);
        FromKeeper holding = new FromKeeper.Holding(0, SELF, new Writer(EPOCH, OWNER), START, true);
        answers.expectMessage(Duration.ofSeconds(10), holding);
        answers.expectMessage(Duration.ofSeconds(10), holding);
    }

    @Test
    void nobodyWaitsToHearThatACopyHasWhatAnAsynchronousCacheWasGivenAndOthersDo() {
        peers.update(List.of(member(SELF, true, Status.UP), member(OWNER, true, Status.UP)));
        fill(0, OWNER);
        Writer owner = new Writer(EPOCH, OWNER);
        tell(new ToKeeper.Ship(0, owner, 1, START, List.of(put(ASYNCHRONOUS, START + 1)), 0));
        tell(new ToKeeper.Ship(0, owner, 1, START + 1, List.of(put(ASYNCHRONOUS, START + 2)), 0));
        answers.expectNoMessage(Duration.ofMillis(50));
        tell(new ToKeeper.Ship(0, owner, 1, START + 2, List.of(put(SYNCHRONOUS, START + 3)), 0));
        for (int change = 1; change <= 3; change++) {
            assertThat(answers.expectMessageClass(FromKeeper.Ack.class).position())
                    .isEqualTo(START + change);
        }
    }

    @Test
    void whoAsksOrLacksSomethingHearsAtOnceHowACopyStands() {
        peers.update(List.of(member(SELF, true, Status.UP), member(OWNER, true, Status.UP)));
        fill(0, OWNER);
        Writer owner = new Writer(EPOCH, OWNER);
        tell(new ToKeeper.Ship(0, owner, 1, START, List.of(), 0));
        assertThat(answers.expectMessageClass(FromKeeper.Ack.class).gap()).isFalse();
        tell(new ToKeeper.Ship(0, owner, 1, START + 5, List.of(put(ASYNCHRONOUS, START + 6)), 0));
        assertThat(answers.expectMessageClass(FromKeeper.Ack.class).gap()).isTrue();
    }

    private static Change put(int cache, long version) {
        byte[] bytes = {1, 2, 3};
        return new Change.Put(
                version, cache, bytes, bytes, EntryAttributes.NEVER, EntryAttributes.NEVER, "", Receipt.NONE);
    }

    private void fill(int partition, long uid) {
        Writer owner = new Writer(EPOCH, uid);
        byte[] bytes = ChangeCodec.toBytes(List.of());
        tell(new ToKeeper.Question(partition, owner));
        answers.expectMessageClass(FromKeeper.Answer.class);
        tell(new ToKeeper.Open(partition, owner, START, 1));
        answers.expectMessageClass(FromKeeper.Ack.class);
        tell(new ToKeeper.Fill(partition, owner, 1, 1, 3, false));
        answers.expectMessageClass(FromKeeper.Pull.class);
        tell(new ToKeeper.Chunk(partition, owner, 1, 0, START, 0, bytes.length, true, bytes, 0));
        answers.expectMessageClass(FromKeeper.Ack.class);
    }

    private void tell(ToKeeper message) {
        keeper.tell(new Keeper.Told(List.of(message)));
    }

    private static Member member(long uid, boolean storage, Status status) {
        NodeId id = new NodeId("10.0.0." + uid + ":17355", uid);
        return new Member(id, storage, status, Member.NEVER, false, 1, "default", "h" + uid);
    }

    private PartitionState empty(long seed) {
        return new PartitionState(
                (cache, hashSeed, drops) ->
                        new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, hashSeed), pool, drops),
                seed,
                ChangeMemory.unbounded(CopySettings.of(1).windowBytes()));
    }
}

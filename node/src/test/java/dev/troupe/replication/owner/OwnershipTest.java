package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Sending;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.replication.messages.Writer;
import dev.troupe.replication.state.Change;
import dev.troupe.replication.state.ChangeMemory;
import dev.troupe.replication.state.CopySettings;
import dev.troupe.replication.state.PartitionState;
import dev.troupe.replication.state.Receipt;
import dev.troupe.replication.state.Version;
import dev.troupe.store.Store;
import dev.troupe.store.memory.MemoryPool;
import dev.troupe.store.policy.StoreSettings;
import dev.troupe.store.segment.EntryAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An owner and its own keeper, and what others may tell it. */
class OwnershipTest {
    private static final long UID = 1;
    private static final long OTHER = 2;
    private static final long THIRD = 3;
    private static final long SECONDS = 1_800_000_000L;

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final ChangeMemory changes = new ChangeMemory(256 << 10, 256, 1 << 20, HeapArrays.EXACT);

    /** The owner, its own keeper, those of others that are there, and time. */
    private final class WithKeepers implements Ownership.Lender {
        private final CopySettings settings;
        private final BackupReplica copy;
        private final Map<Long, BackupReplica> keepers = new HashMap<>();
        private final List<Sending> said = new ArrayList<>();
        private final Ownership ownership;
        private long nowMillis = 1;

        WithKeepers(int backups, PeerView peerView) {
            settings = CopySettings.of(backups);
            copy = keeper(UID);
            ownership = new Ownership(0, UID, settings, this, new Random(1));
            ownership.begin(peerView, SECONDS, nowMillis);
            deliver();
        }

        /** From now on there is a keeper on that node. */
        BackupReplica keeper(long uid) {
            BackupReplica kept =
                    new BackupReplica(0, new BackupReplica.Shared(uid, settings, this::fresh, new Transfers(1)));
            keepers.put(uid, kept);
            return kept;
        }

        void deliver() {
            for (List<Sending> next = ownership.takeSendings(); !next.isEmpty(); next = ownership.takeSendings()) {
                said.addAll(next);
                next.forEach(this::deliver);
            }
        }

        private void deliver(Sending sending) {
            BackupReplica keeper = keepers.get(sending.to());
            if (keeper != null) {
                keeper.on(sending.message(), nowMillis, 0, answer -> ownership.on(answer, nowMillis, 0));
            }
        }

        /** What was said to a node, of one kind. */
        <M extends ToKeeper> List<M> said(long to, Class<M> kind) {
            return said.stream()
                    .filter(sending -> sending.to() == to)
                    .map(Sending::message)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        void members(long... uids) {
            ownership.peerView(OwnershipTest.peerView(uids), nowMillis);
            deliver();
        }

        void pass(long millis) {
            nowMillis += millis;
            ownership.tick(nowMillis);
            deliver();
        }

        long put() {
            long version = ownership.state().nextVersion();
            ownership.state().execute(OwnershipTest.put(version), nowMillis);
            ownership.flush(nowMillis);
            return version;
        }

        @Override
        public Writer promisedHere() {
            return copy.promised();
        }

        @Override
        public Optional<PartitionState> borrow(Writer writer) {
            return copy.borrow(writer);
        }

        @Override
        public void install(Writer writer, PartitionState state) {
            copy.install(writer, state);
        }

        @Override
        public PartitionState fresh(long hashSeed) {
            return new PartitionState(
                    (cache, seed, drops) ->
                            new Store(new StoreSettings(StoreSettings.Policy.S3_FIFO, seed), pool, drops),
                    hashSeed,
                    changes);
        }

        @Override
        public void giveBack(PartitionState state) {
            copy.giveBack(state);
        }
    }

    @Test
    void aSingleNodeServesUnprotectedAndRefusesWhatMustBeProtected() {
        WithKeepers owner = new WithKeepers(1, peerView(UID));
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
        assertThat(owner.ownership.writer()).isEqualTo(new Writer(SECONDS, UID));
        assertThat(owner.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.YES);
        assertThat(owner.ownership.mayWrite(true, 1)).isEqualTo(Ownership.Verdict.TOO_FEW);
        owner.put();
        assertThat(owner.ownership.acknowledged()).isZero();
        assertThat(owner.ownership.status().impossible()).isTrue();
        assertThat(owner.ownership.status().fullyReplicated()).isFalse();
    }

    @Test
    void writesWaitWhileTheNodesMemoryForChangesIsUsedUp() {
        WithKeepers owner = new WithKeepers(0, peerView(UID));
        Change large = new Change.Remove(1, 0, new byte[1 << 20], Receipt.NONE);
        changes.keep(large.sizeBytes());
        assertThat(owner.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.LATER);
        changes.forget(large.sizeBytes());
        assertThat(owner.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.YES);
    }

    @Test
    void withoutBackupsEverythingIsAcknowledgedAtOnce() {
        WithKeepers owner = new WithKeepers(0, peerView(UID));
        assertThat(owner.ownership.acknowledged()).isNotEqualTo(owner.put());
        assertThat(owner.ownership.acknowledged())
                .isEqualTo(owner.ownership.state().lastVersion());
        assertThat(owner.ownership.status().fullyReplicated()).isTrue();
    }

    @Test
    void aClockOutOfRangeIsNoFloorOfEpochs() {
        WithKeepers owner = new WithKeepers(0, peerView(UID));
        Ownership next = new Ownership(0, UID, owner.settings, owner, new Random(2));
        owner.ownership.stop(2);
        next.begin(peerView(UID), 5_000_000_000L, 2);
        assertThat(next.writer().epoch()).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerOpensANewEpochBeforeItsSequenceIsUsedUp() {
        WithKeepers owner = new WithKeepers(0, peerView(UID));
        PartitionState state = owner.ownership.state();
        state.arriveAt(Version.opening(SECONDS) + Version.LAST_SEQUENCE - 10);
        owner.pass(100);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
        assertThat(Version.epoch(owner.put())).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerThatIsBehindAKeeperRecoversAfresh() {
        WithKeepers owner = new WithKeepers(1, peerView(UID));
        Writer before = owner.ownership.writer();
        owner.ownership.on(new FromKeeper.Ahead(0, OTHER, before, Version.opening(SECONDS + 9)), 2, 0);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(owner.ownership.status().steppedBack()).isOne();
        owner.deliver();
        assertThat(owner.ownership.writer().epoch()).isGreaterThan(before.epoch());
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
    }

    @Test
    void anOutrankedOwnerGivesTheDataBackAndCountsWhatNobodyHas() {
        WithKeepers owner = new WithKeepers(1, peerView(UID));
        Writer writer = owner.ownership.writer();
        owner.put();
        owner.ownership.on(new FromKeeper.Outranked(0, OTHER, writer, new Writer(SECONDS + 4, OTHER)), 2, 0);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        assertThat(owner.copy.isLent()).isFalse();
        assertThat(owner.copy.isComplete()).isTrue();
        assertThat(owner.ownership.status().fencedChanges()).isOne();
    }

    @Test
    void oneThatIsOutrankedWhileItAsksAsksAgainHigherAfterAWhile() {
        WithKeepers owner = new WithKeepers(1, peerView(UID, OTHER));
        Writer first = owner.ownership.writer();
        owner.ownership.on(new FromKeeper.Outranked(0, OTHER, first, new Writer(SECONDS + 4, OTHER)), 2, 0);
        owner.pass(48);
        assertThat(owner.ownership.writer()).isEqualTo(first);
        owner.pass(160);
        assertThat(owner.ownership.writer().epoch()).isEqualTo(SECONDS + 5);
        assertThat(owner.ownership.status().waitingForUids()).containsExactly(OTHER);
    }

    @Test
    void aQuestionIsRepeatedEvery200MillisAndNothingElseEndsTheWaiting() {
        WithKeepers owner = new WithKeepers(1, peerView(UID, OTHER));
        for (int millis = 0; millis < 60_000; millis += 100) {
            owner.pass(100);
        }
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(owner.said(OTHER, ToKeeper.Question.class)).hasSize(1 + 60_000 / 200);
        owner.keeper(OTHER);
        owner.pass(200);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
    }

    @Test
    void oneThatIsToldToStopWaitsTwoSecondsForABackupThatAnswersAndLacksSomething() {
        WithKeepers owner = withBackup();
        long position = owner.ownership.state().lastVersion();
        owner.put();
        owner.keepers.remove(OTHER);
        long toldMillis = owner.nowMillis;
        owner.ownership.stop(toldMillis);
        FromKeeper.Ack lacking =
                new FromKeeper.Ack(0, OTHER, owner.ownership.writer(), position, true, false, true, 9, Long.MAX_VALUE);
        while (owner.nowMillis < toldMillis + 1900) {
            owner.pass(100);
            owner.ownership.on(lacking, owner.nowMillis, 0);
        }
        owner.pass(99);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        assertThat(owner.ownership.mayWrite(false, owner.nowMillis)).isEqualTo(Ownership.Verdict.LATER);
        owner.pass(1);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        assertThat(owner.copy.isLent()).isFalse();
        assertThat(owner.said(OTHER, ToKeeper.Final.class))
                .as("it lacks something")
                .isEmpty();
    }

    @Test
    void oneThatIsToldToStopWaitsForNoBackupThatIsSilent() {
        WithKeepers owner = withBackup();
        owner.put();
        owner.keepers.remove(OTHER);
        long toldMillis = owner.nowMillis;
        owner.ownership.stop(toldMillis);
        owner.pass(owner.settings.silentMillis() - 1);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        owner.pass(1);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
    }

    @Test
    void oneThatIsToldToStopEndsAsSoonAsItsBackupHasAllAndMarksThatFinal() {
        WithKeepers owner = withBackup();
        long last = owner.put();
        owner.ownership.stop(owner.nowMillis);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        owner.deliver();
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        List<ToKeeper.Ship> ships = owner.said(OTHER, ToKeeper.Ship.class);
        assertThat(ships.get(ships.size() - 1).changes()).isEmpty();
        assertThat(owner.said(OTHER, ToKeeper.Final.class))
                .containsExactly(new ToKeeper.Final(0, owner.ownership.writer(), last));
    }

    @Test
    void theFinalMarkGoesToTheTargetOfAMoveThoughABackupHasAllToo() {
        WithKeepers owner = withBackup();
        owner.keeper(THIRD);
        owner.ownership.peerView(
                new PeerView(peerView(UID, OTHER, THIRD).peers(), List.of(OTHER), THIRD), owner.nowMillis);
        owner.pass(200);
        assertThat(owner.ownership.status().targetReady()).isTrue();
        long last = owner.put();
        owner.ownership.stop(owner.nowMillis);
        owner.deliver();
        owner.deliver();
        assertThat(owner.said(THIRD, ToKeeper.Final.class))
                .containsExactly(new ToKeeper.Final(0, owner.ownership.writer(), last));
        assertThat(owner.said(OTHER, ToKeeper.Final.class)).isEmpty();
    }

    @Test
    void onlyACompleteCopyOfAMemberOfTheSetUnderThisWriterAcknowledges() {
        assertThat(acknowledges(true, true, 0)).isTrue();
        assertThat(acknowledges(false, true, 0)).as("it is incomplete").isFalse();
        assertThat(acknowledges(true, false, 0))
                .as("it has not heard the opening")
                .isFalse();
        assertThat(acknowledges(true, true, -1))
                .as("it was said before it was a member")
                .isFalse();
    }

    /** Whether a change is, when a backup says that it has it and that its set is that of its fill and so many more. */
    private boolean acknowledges(boolean complete, boolean opened, long sets) {
        WithKeepers owner = withBackup();
        long version = owner.put();
        owner.keepers.remove(OTHER);
        long set = owner.said(OTHER, ToKeeper.Fill.class).get(0).set() + sets;
        Writer writer = owner.ownership.writer();
        owner.ownership.on(
                new FromKeeper.Ack(
                        0, OTHER, new Writer(writer.epoch() + 1, UID), version, true, false, true, set, Long.MAX_VALUE),
                owner.nowMillis,
                0);
        assertThat(owner.ownership.acknowledged()).as("for another writer").isNotEqualTo(version);
        owner.ownership.on(
                new FromKeeper.Ack(0, OTHER, writer, version, complete, false, opened, set, Long.MAX_VALUE),
                owner.nowMillis,
                0);
        return owner.ownership.acknowledged() == version;
    }

    @Test
    void aSourceThatSaysNothingForFiveSecondsOrIsGoneIsGivenUpAndTheAnswersAreLookedAtAgain() {
        WithKeepers owner = new WithKeepers(1, peerView(UID, OTHER, THIRD));
        answers(owner, OTHER, 90);
        answers(owner, THIRD, 80);
        owner.pass(4999);
        assertThat(owner.said(OTHER, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .containsOnly(1L);
        owner.pass(1);
        assertThat(owner.said(OTHER, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .endsWith(2L);
        assertThat(owner.said(THIRD, ToKeeper.Fetch.class)).isEmpty();
        owner.members(UID, THIRD);
        assertThat(owner.said(THIRD, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .containsExactly(3L);
        assertThat(owner.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
    }

    private static void answers(WithKeepers owner, long keeper, long position) {
        Writer before = new Writer(SECONDS - 9, OTHER);
        owner.ownership.on(
                new FromKeeper.Answer(
                        0, keeper, owner.ownership.writer(), before, before, position, true, false, false),
                owner.nowMillis,
                0);
    }

    @Test
    void theOldCopyMayGoForTheNewOneOnlyIfAnotherIsLevel() {
        WithKeepers owner = withBackup();
        assertThat(owner.said(OTHER, ToKeeper.Fill.class)).isNotEmpty().noneMatch(ToKeeper.Fill::spared);
        WithKeepers two = new WithKeepers(2, peerView(UID, OTHER));
        two.keeper(OTHER);
        two.pass(200);
        two.keeper(THIRD);
        two.members(UID, OTHER, THIRD);
        assertThat(two.said(OTHER, ToKeeper.Fill.class)).isNotEmpty().noneMatch(ToKeeper.Fill::spared);
        assertThat(two.said(THIRD, ToKeeper.Fill.class)).isNotEmpty().allMatch(ToKeeper.Fill::spared);
    }

    @Test
    void aCopyThatAKeeperSaysItHoldsIsReleasedIfItIsNotNeeded() {
        WithKeepers owner = withBackup();
        owner.keeper(THIRD);
        owner.members(UID, OTHER, THIRD);
        owner.pass(20_000);
        assertThat(owner.said(THIRD, ToKeeper.Release.class)).isEmpty();
        Writer before = new Writer(SECONDS - 9, THIRD);
        owner.ownership.on(new FromKeeper.Holding(0, THIRD, before, 7, true), owner.nowMillis, 0);
        owner.deliver();
        assertThat(owner.said(THIRD, ToKeeper.Release.class)).hasSize(1);
        assertThat(owner.said(OTHER, ToKeeper.Release.class)).isEmpty();
    }

    /** An owner whose one backup is level. */
    private WithKeepers withBackup() {
        WithKeepers owner = new WithKeepers(1, peerView(UID, OTHER));
        owner.keeper(OTHER);
        owner.pass(200);
        assertThat(owner.ownership.status().fullyReplicated()).isTrue();
        return owner;
    }

    private static Change put(long version) {
        return new Change.Put(
                version,
                1,
                new byte[] {1},
                new byte[] {2},
                EntryAttributes.NEVER,
                EntryAttributes.NEVER,
                "",
                Receipt.NONE);
    }

    private static PeerView peerView(long... uids) {
        List<Long> all = Arrays.stream(uids).boxed().toList();
        return new PeerView(
                all.stream()
                        .map(uid -> new Peer(uid, Peer.REACHABLE, false, false))
                        .toList(),
                all.stream().filter(uid -> uid != UID).toList(),
                PeerView.NO_TARGET);
    }
}

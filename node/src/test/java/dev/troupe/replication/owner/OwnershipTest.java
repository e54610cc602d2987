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
    private final class Alone implements Ownership.Lender {
        private final CopySettings settings;
        private final BackupReplica copy;
        private final Map<Long, BackupReplica> keepers = new HashMap<>();
        private final List<Sending> said = new ArrayList<>();
        private final Ownership ownership;
        private long nowMillis = 1;

        Alone(int backups, PeerView peerView) {
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
        Alone alone = new Alone(1, peerView(UID));
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
        assertThat(alone.ownership.writer()).isEqualTo(new Writer(SECONDS, UID));
        assertThat(alone.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.YES);
        assertThat(alone.ownership.mayWrite(true, 1)).isEqualTo(Ownership.Verdict.TOO_FEW);
        alone.put();
        assertThat(alone.ownership.acknowledged()).isZero();
        assertThat(alone.ownership.status().impossible()).isTrue();
        assertThat(alone.ownership.status().fullyReplicated()).isFalse();
    }

    @Test
    void writesWaitWhileTheNodesMemoryForChangesIsUsedUp() {
        Alone alone = new Alone(0, peerView(UID));
        Change large = new Change.Remove(1, 0, new byte[1 << 20], Receipt.NONE);
        changes.keep(large);
        assertThat(alone.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.LATER);
        changes.forget(large);
        assertThat(alone.ownership.mayWrite(false, 1)).isEqualTo(Ownership.Verdict.YES);
    }

    @Test
    void withoutBackupsEverythingIsAcknowledgedAtOnce() {
        Alone alone = new Alone(0, peerView(UID));
        assertThat(alone.ownership.acknowledged()).isNotEqualTo(alone.put());
        assertThat(alone.ownership.acknowledged())
                .isEqualTo(alone.ownership.state().lastVersion());
        assertThat(alone.ownership.status().fullyReplicated()).isTrue();
    }

    @Test
    void aClockOutOfRangeIsNoFloorOfEpochs() {
        Alone alone = new Alone(0, peerView(UID));
        Ownership next = new Ownership(0, UID, alone.settings, alone, new Random(2));
        alone.ownership.stop(2);
        next.begin(peerView(UID), 5_000_000_000L, 2);
        assertThat(next.writer().epoch()).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerOpensANewEpochBeforeItsSequenceIsUsedUp() {
        Alone alone = new Alone(0, peerView(UID));
        PartitionState state = alone.ownership.state();
        state.arriveAt(Version.opening(SECONDS) + Version.LAST_SEQUENCE - 10);
        alone.pass(100);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
        assertThat(Version.epoch(alone.put())).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerThatIsBehindAKeeperRecoversAfresh() {
        Alone alone = new Alone(1, peerView(UID));
        Writer before = alone.ownership.writer();
        alone.ownership.on(new FromKeeper.Ahead(0, OTHER, before, Version.opening(SECONDS + 9)), 2, 0);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(alone.ownership.status().steppedBack()).isOne();
        alone.deliver();
        assertThat(alone.ownership.writer().epoch()).isGreaterThan(before.epoch());
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
    }

    @Test
    void anOutrankedOwnerGivesTheDataBackAndCountsWhatNobodyHas() {
        Alone alone = new Alone(1, peerView(UID));
        Writer writer = alone.ownership.writer();
        alone.put();
        alone.ownership.on(new FromKeeper.Outranked(0, OTHER, writer, new Writer(SECONDS + 4, OTHER)), 2, 0);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        assertThat(alone.copy.isLent()).isFalse();
        assertThat(alone.copy.isComplete()).isTrue();
        assertThat(alone.ownership.status().fencedChanges()).isOne();
    }

    @Test
    void oneThatIsOutrankedWhileItAsksAsksAgainHigherAfterAWhile() {
        Alone alone = new Alone(1, peerView(UID, OTHER));
        Writer first = alone.ownership.writer();
        alone.ownership.on(new FromKeeper.Outranked(0, OTHER, first, new Writer(SECONDS + 4, OTHER)), 2, 0);
        alone.pass(48);
        assertThat(alone.ownership.writer()).isEqualTo(first);
        alone.pass(160);
        assertThat(alone.ownership.writer().epoch()).isEqualTo(SECONDS + 5);
        assertThat(alone.ownership.status().waitingForUids()).containsExactly(OTHER);
    }

    @Test
    void aQuestionIsRepeatedEvery200MillisAndNothingElseEndsTheWaiting() {
        Alone alone = new Alone(1, peerView(UID, OTHER));
        for (int millis = 0; millis < 60_000; millis += 100) {
            alone.pass(100);
        }
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
        assertThat(alone.said(OTHER, ToKeeper.Question.class)).hasSize(1 + 60_000 / 200);
        alone.keeper(OTHER);
        alone.pass(200);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OPEN);
    }

    @Test
    void oneThatIsToldToStopWaitsTwoSecondsForABackupThatAnswersAndLacksSomething() {
        Alone alone = withBackup();
        long position = alone.ownership.state().lastVersion();
        alone.put();
        alone.keepers.remove(OTHER);
        long toldMillis = alone.nowMillis;
        alone.ownership.stop(toldMillis);
        FromKeeper.Ack lacking =
                new FromKeeper.Ack(0, OTHER, alone.ownership.writer(), position, true, false, true, 9, Long.MAX_VALUE);
        while (alone.nowMillis < toldMillis + 1900) {
            alone.pass(100);
            alone.ownership.on(lacking, alone.nowMillis, 0);
        }
        alone.pass(99);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        assertThat(alone.ownership.mayWrite(false, alone.nowMillis)).isEqualTo(Ownership.Verdict.LATER);
        alone.pass(1);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        assertThat(alone.copy.isLent()).isFalse();
        assertThat(alone.said(OTHER, ToKeeper.Final.class))
                .as("it lacks something")
                .isEmpty();
    }

    @Test
    void oneThatIsToldToStopWaitsForNoBackupThatIsSilent() {
        Alone alone = withBackup();
        alone.put();
        alone.keepers.remove(OTHER);
        long toldMillis = alone.nowMillis;
        alone.ownership.stop(toldMillis);
        alone.pass(alone.settings.silentMillis() - 1);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        alone.pass(1);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
    }

    @Test
    void oneThatIsToldToStopEndsAsSoonAsItsBackupHasAllAndMarksThatFinal() {
        Alone alone = withBackup();
        long last = alone.put();
        alone.ownership.stop(alone.nowMillis);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.STOPPING);
        alone.deliver();
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.OVER);
        assertThat(alone.said(OTHER, ToKeeper.Final.class))
                .containsExactly(new ToKeeper.Final(0, alone.ownership.writer(), last));
    }

    @Test
    void theFinalMarkGoesToTheTargetOfAMoveThoughABackupHasAllToo() {
        Alone alone = withBackup();
        alone.keeper(THIRD);
        alone.ownership.peerView(
                new PeerView(peerView(UID, OTHER, THIRD).peers(), List.of(OTHER), THIRD), alone.nowMillis);
        alone.pass(200);
        assertThat(alone.ownership.status().targetReady()).isTrue();
        long last = alone.put();
        alone.ownership.stop(alone.nowMillis);
        alone.deliver();
        alone.deliver();
        assertThat(alone.said(THIRD, ToKeeper.Final.class))
                .containsExactly(new ToKeeper.Final(0, alone.ownership.writer(), last));
        assertThat(alone.said(OTHER, ToKeeper.Final.class)).isEmpty();
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
        Alone alone = withBackup();
        long version = alone.put();
        alone.keepers.remove(OTHER);
        long set = alone.said(OTHER, ToKeeper.Fill.class).get(0).set() + sets;
        Writer writer = alone.ownership.writer();
        alone.ownership.on(
                new FromKeeper.Ack(
                        0, OTHER, new Writer(writer.epoch() + 1, UID), version, true, false, true, set, Long.MAX_VALUE),
                alone.nowMillis,
                0);
        assertThat(alone.ownership.acknowledged()).as("for another writer").isNotEqualTo(version);
        alone.ownership.on(
                new FromKeeper.Ack(0, OTHER, writer, version, complete, false, opened, set, Long.MAX_VALUE),
                alone.nowMillis,
                0);
        return alone.ownership.acknowledged() == version;
    }

    @Test
    void aSourceThatSaysNothingForFiveSecondsOrIsGoneIsGivenUpAndTheAnswersAreLookedAtAgain() {
        Alone alone = new Alone(1, peerView(UID, OTHER, THIRD));
        answers(alone, OTHER, 90);
        answers(alone, THIRD, 80);
        alone.pass(4999);
        assertThat(alone.said(OTHER, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .containsOnly(1L);
        alone.pass(1);
        assertThat(alone.said(OTHER, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .endsWith(2L);
        assertThat(alone.said(THIRD, ToKeeper.Fetch.class)).isEmpty();
        alone.members(UID, THIRD);
        assertThat(alone.said(THIRD, ToKeeper.Fetch.class))
                .extracting(ToKeeper.Fetch::fetch)
                .containsExactly(3L);
        assertThat(alone.ownership.phase()).isEqualTo(Ownership.Phase.RECOVERING);
    }

    private static void answers(Alone alone, long keeper, long position) {
        Writer before = new Writer(SECONDS - 9, OTHER);
        alone.ownership.on(
                new FromKeeper.Answer(
                        0, keeper, alone.ownership.writer(), before, before, position, true, false, false),
                alone.nowMillis,
                0);
    }

    @Test
    void theOldCopyMayGoForTheNewOneOnlyIfAnotherIsLevel() {
        Alone alone = withBackup();
        assertThat(alone.said(OTHER, ToKeeper.Fill.class)).isNotEmpty().noneMatch(ToKeeper.Fill::spared);
        Alone two = new Alone(2, peerView(UID, OTHER));
        two.keeper(OTHER);
        two.pass(200);
        two.keeper(THIRD);
        two.members(UID, OTHER, THIRD);
        assertThat(two.said(OTHER, ToKeeper.Fill.class)).isNotEmpty().noneMatch(ToKeeper.Fill::spared);
        assertThat(two.said(THIRD, ToKeeper.Fill.class)).isNotEmpty().allMatch(ToKeeper.Fill::spared);
    }

    @Test
    void aCopyThatAKeeperSaysItHoldsIsReleasedIfItIsNotNeeded() {
        Alone alone = withBackup();
        alone.keeper(THIRD);
        alone.members(UID, OTHER, THIRD);
        alone.pass(20_000);
        assertThat(alone.said(THIRD, ToKeeper.Release.class)).isEmpty();
        Writer before = new Writer(SECONDS - 9, THIRD);
        alone.ownership.on(new FromKeeper.Holding(0, THIRD, before, 7, true), alone.nowMillis, 0);
        alone.deliver();
        assertThat(alone.said(THIRD, ToKeeper.Release.class)).hasSize(1);
        assertThat(alone.said(OTHER, ToKeeper.Release.class)).isEmpty();
    }

    /** An owner whose one backup is level. */
    private Alone withBackup() {
        Alone alone = new Alone(1, peerView(UID, OTHER));
        alone.keeper(OTHER);
        alone.pass(200);
        assertThat(alone.ownership.status().fullyReplicated()).isTrue();
        return alone;
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

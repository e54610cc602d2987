package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import dev.troupe.replication.copy.BackupReplica;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.PeerView;
import dev.troupe.replication.messages.Sending;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An owner on a single node, and what others may tell it. */
class OwnershipTest {
    private static final long UID = 1;
    private static final long OTHER = 2;
    private static final long SECONDS = 1_800_000_000L;

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final ChangeMemory changes = new ChangeMemory(256 << 10, 256, 1 << 20, HeapArrays.EXACT);

    /** The owner, its own keeper, and time. */
    private final class Alone implements Ownership.Lender {
        private final CopySettings settings;
        private final BackupReplica copy;
        private final Ownership ownership;
        private long nowMillis = 1;

        Alone(int backups, PeerView peerView) {
            settings = CopySettings.of(backups);
            copy = new BackupReplica(0, new BackupReplica.Shared(UID, settings, this::fresh, new Transfers(1)));
            ownership = new Ownership(0, UID, settings, this, new Random(1));
            ownership.begin(peerView, SECONDS, nowMillis);
            deliver();
        }

        void deliver() {
            for (Sending sending : ownership.takeSendings()) {
                if (sending.to() == UID) {
                    copy.on(sending.message(), nowMillis, 0, answer -> ownership.on(answer, nowMillis, 0));
                }
            }
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

package dev.troupe.replication.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.heap.HeapArrays;
import dev.troupe.replication.copy.Copy;
import dev.troupe.replication.copy.Transfers;
import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.Peer;
import dev.troupe.replication.messages.Roster;
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
class OfficeTest {
    private static final long UID = 1;
    private static final long OTHER = 2;
    private static final long SECONDS = 1_800_000_000L;

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final ChangeMemory changes = new ChangeMemory(256 << 10, 256, 1 << 20, HeapArrays.EXACT);

    /** The owner, its own keeper, and time. */
    private final class Alone implements Office.Lender {
        private final CopySettings settings;
        private final Copy copy;
        private final Office office;
        private long nowMillis = 1;

        Alone(int backups, Roster roster) {
            settings = CopySettings.of(backups);
            copy = new Copy(0, new Copy.Shared(UID, settings, this::fresh, new Transfers(1)));
            office = new Office(0, UID, settings, this, new Random(1));
            office.begin(roster, SECONDS, nowMillis);
            deliver();
        }

        void deliver() {
            for (Sending sending : office.takeSendings()) {
                if (sending.to() == UID) {
                    copy.on(sending.message(), nowMillis, 0, answer -> office.on(answer, nowMillis, 0));
                }
            }
        }

        void pass(long millis) {
            nowMillis += millis;
            office.tick(nowMillis);
            deliver();
        }

        long put() {
            long version = office.state().nextVersion();
            office.state().execute(OfficeTest.put(version), nowMillis);
            office.flush(nowMillis);
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
        Alone alone = new Alone(1, roster(UID));
        assertThat(alone.office.phase()).isEqualTo(Office.Phase.OPEN);
        assertThat(alone.office.writer()).isEqualTo(new Writer(SECONDS, UID));
        assertThat(alone.office.mayWrite(false, 1)).isEqualTo(Office.Verdict.YES);
        assertThat(alone.office.mayWrite(true, 1)).isEqualTo(Office.Verdict.TOO_FEW);
        alone.put();
        assertThat(alone.office.acknowledged()).isZero();
        assertThat(alone.office.standing().impossible()).isTrue();
        assertThat(alone.office.standing().fullyReplicated()).isFalse();
    }

    @Test
    void writesWaitWhileTheNodesMemoryForChangesIsUsedUp() {
        Alone alone = new Alone(0, roster(UID));
        Change large = new Change.Remove(1, 0, new byte[1 << 20], Receipt.NONE);
        changes.keep(large);
        assertThat(alone.office.mayWrite(false, 1)).isEqualTo(Office.Verdict.LATER);
        changes.forget(large);
        assertThat(alone.office.mayWrite(false, 1)).isEqualTo(Office.Verdict.YES);
    }

    @Test
    void withoutBackupsEverythingIsAcknowledgedAtOnce() {
        Alone alone = new Alone(0, roster(UID));
        assertThat(alone.office.acknowledged()).isNotEqualTo(alone.put());
        assertThat(alone.office.acknowledged()).isEqualTo(alone.office.state().lastVersion());
        assertThat(alone.office.standing().fullyReplicated()).isTrue();
    }

    @Test
    void aClockOutOfRangeIsNoFloorOfEpochs() {
        Alone alone = new Alone(0, roster(UID));
        Office next = new Office(0, UID, alone.settings, alone, new Random(2));
        alone.office.stop(2);
        next.begin(roster(UID), 5_000_000_000L, 2);
        assertThat(next.writer().epoch()).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerOpensANewEpochBeforeItsSequenceIsUsedUp() {
        Alone alone = new Alone(0, roster(UID));
        PartitionState state = alone.office.state();
        state.arriveAt(Version.opening(SECONDS) + Version.LAST_SEQUENCE - 10);
        alone.pass(100);
        assertThat(alone.office.phase()).isEqualTo(Office.Phase.OPEN);
        assertThat(Version.epoch(alone.put())).isEqualTo(SECONDS + 1);
    }

    @Test
    void anOwnerThatIsBehindAKeeperRecoversAfresh() {
        Alone alone = new Alone(1, roster(UID));
        Writer before = alone.office.writer();
        alone.office.on(new FromKeeper.Ahead(0, OTHER, before, Version.opening(SECONDS + 9)), 2, 0);
        assertThat(alone.office.phase()).isEqualTo(Office.Phase.RECOVERING);
        assertThat(alone.office.standing().steppedBack()).isOne();
        alone.deliver();
        assertThat(alone.office.writer().epoch()).isGreaterThan(before.epoch());
        assertThat(alone.office.phase()).isEqualTo(Office.Phase.OPEN);
    }

    @Test
    void anOutrankedOwnerGivesTheDataBackAndCountsWhatNobodyHas() {
        Alone alone = new Alone(1, roster(UID));
        Writer writer = alone.office.writer();
        alone.put();
        alone.office.on(new FromKeeper.Outranked(0, OTHER, writer, new Writer(SECONDS + 4, OTHER)), 2, 0);
        assertThat(alone.office.phase()).isEqualTo(Office.Phase.OVER);
        assertThat(alone.copy.isLent()).isFalse();
        assertThat(alone.copy.isComplete()).isTrue();
        assertThat(alone.office.standing().fencedChanges()).isOne();
    }

    @Test
    void oneThatIsOutrankedWhileItAsksAsksAgainHigherAfterAWhile() {
        Alone alone = new Alone(1, roster(UID, OTHER));
        Writer first = alone.office.writer();
        alone.office.on(new FromKeeper.Outranked(0, OTHER, first, new Writer(SECONDS + 4, OTHER)), 2, 0);
        alone.pass(48);
        assertThat(alone.office.writer()).isEqualTo(first);
        alone.pass(160);
        assertThat(alone.office.writer().epoch()).isEqualTo(SECONDS + 5);
        assertThat(alone.office.standing().waitingForUids()).containsExactly(OTHER);
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

    private static Roster roster(long... uids) {
        List<Long> all = Arrays.stream(uids).boxed().toList();
        return new Roster(
                all.stream()
                        .map(uid -> new Peer(uid, Peer.REACHABLE, false, false))
                        .toList(),
                all.stream().filter(uid -> uid != UID).toList(),
                Roster.NO_TARGET);
    }
}
